namespace Turnout.Engine.Targeting;

/// <summary>
/// A set of texts, made to be built fast (a ruleset has thousands) and asked without allocating: a few are searched by fingerprints that fit
/// vector registers, many by hash. A value, so that it lies in what asks it.
/// </summary>
internal readonly struct TextSet
{
    private const int Few = 32;

    private readonly string[] _few = [];
    private readonly ulong[] _fingerprints = [];
    // One bit of 64 for each of the few: nearly always enough to tell that a text is not among them.
    private readonly ulong _bits;
    private readonly HashSet<string>? _many;

    public TextSet(IReadOnlyList<string> texts, bool ignoreCase = false)
    {
        if (ignoreCase || texts.Count > Few)
        {
            _many = new HashSet<string>(texts, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            return;
        }

        _few = [.. texts];
        _fingerprints = Array.ConvertAll(_few, text => Fingerprint(text));
        foreach (var fingerprint in _fingerprints) _bits |= Bit(fingerprint);
    }

    public bool Contains(ReadOnlySpan<char> text)
    {
        if (_many is not null) return _many.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
        var fingerprint = Fingerprint(text);
        return (_bits & Bit(fingerprint)) != 0 && IsAmongFew(text, fingerprint);
    }

    private bool IsAmongFew(ReadOnlySpan<char> text, ulong fingerprint)
    {
        var from = 0;
        while (true)
        {
            var found = _fingerprints.AsSpan(from).IndexOf(fingerprint);
            if (found < 0) return false;
            from += found + 1;
            if (text.SequenceEqual(_few[from - 1])) return true;
        }
    }

    // Multiplied, the highest bits depend on all others.
    private static ulong Bit(ulong fingerprint) => 1UL << (int)((fingerprint * 0x9E37_79B9_7F4A_7C15) >> 58);

    // Length and three characters: texts of a list rarely agree in all of them.
    private static ulong Fingerprint(ReadOnlySpan<char> text) => text.IsEmpty
        ? 0
        : ((ulong)text.Length << 48) | ((ulong)text[0] << 32) | ((ulong)text[text.Length / 2] << 16) | text[^1];
}
