namespace Turnout.Server.Hosting;

/// <summary>The names people give to flags, segments, experiments, metrics and environments.</summary>
internal static class Keys
{
    public const int MaxLength = 128;

    /// <returns>Null when <paramref name="key"/> is 1 to 128 letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, starting with a letter or digit;
    /// else 400 <c>invalid_key</c> that says what is wrong.</returns>
    public static Problem? Check(string? key, string member = "key")
    {
        var wrong = key switch
        {
            null or "" => "is empty",
            { Length: > MaxLength } => $"has {key.Length} characters; at most {MaxLength} are allowed",
            _ when !char.IsAsciiLetterOrDigit(key[0]) => "must start with a letter or digit",
            _ when key.AsSpan().ContainsAnyExcept(Allowed) => "may hold only letters, digits, '.', '_' and '-'",
            _ => null,
        };
        return wrong is null ? null : Problem.Invalid("invalid_key", member, $"'{member}' {wrong}.");
    }

    static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
