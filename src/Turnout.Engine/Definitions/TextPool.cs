using System.Text.Json;

namespace Turnout.Engine.Definitions;

/// <summary>
/// One text for all equal short ones of a document: a ruleset says the same attributes, countries and variants thousands of times.
/// </summary>
internal sealed class TextPool
{
    private const int MaxBytes = 32;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text at the reader.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > MaxBytes) return reader.GetString()!;
        Span<char> buffer = stackalloc char[MaxBytes];
        var text = buffer[..reader.CopyString(buffer)];
        if (_texts.TryGetValue(text, out var known)) return known;
        known = text.ToString();
        _texts.Set.Add(known);
        return known;
    }
}
