using System.Buffers;
using System.Text;

namespace Turnout.Engine.Checks;

/// <summary>What keys and ids of units may look like.</summary>
public static class Names
{
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The longest id of a unit, in bytes of UTF-8.</summary>
    public const int MaxUnitIdBytes = 512;

    /// <summary>What to say about a key that is not one.</summary>
    public const string KeyRule = "A key has 1 to 128 of letters, digits, '.', '_' and '-', and starts with a letter or digit.";

    /// <summary>1 to 128 of ASCII letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, starting with a letter or digit.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: >= 1 and <= MaxKeyLength } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(KeyCharacters);

    /// <summary>1 to 512 bytes of UTF-8 without control characters.</summary>
    public static bool IsUnitId(string? text) =>
        text is { Length: >= 1 and <= MaxUnitIdBytes } && !text.Any(char.IsControl) && Encoding.UTF8.GetByteCount(text) <= MaxUnitIdBytes;

    /// <summary><c>user</c>, <c>team</c>, <c>visitor</c>, or the name of an attribute: 1 to 128 characters without control characters.</summary>
    public static bool IsAttribute(string? text) => text is { Length: >= 1 and <= MaxKeyLength } && !text.Any(char.IsControl);
}
