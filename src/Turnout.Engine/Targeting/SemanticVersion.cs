namespace Turnout.Engine.Targeting;

/// <summary>
/// A semantic version (semver.org 2.0.0), read leniently: surrounding blanks, a leading <c>v</c>, a missing minor or patch (0), and leading
/// zeros are accepted. Build metadata is ignored. A view over the text: no allocation.
/// </summary>
internal readonly ref struct SemanticVersion
{
    private readonly ulong _major, _minor, _patch;

    public SemanticVersion(ulong major, ulong minor, ulong patch, ReadOnlySpan<char> preRelease)
    {
        _major = major;
        _minor = minor;
        _patch = patch;
        PreRelease = preRelease;
    }

    public ReadOnlySpan<char> PreRelease { get; }

    public void Deconstruct(out ulong major, out ulong minor, out ulong patch)
    {
        major = _major;
        minor = _minor;
        patch = _patch;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version) =>
        TryParsePlain(text, out version) || TryParseAny(text, out version);

    // Three numbers and two dots, as nearly all are: one pass, and too short to overflow.
    private static bool TryParsePlain(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        if (text.Length > 19) return false;
        ulong major = 0, minor = 0, number = 0;
        var dots = 0;
        var previous = '.';
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (uint)(c - '0');
            }
            else
            {
                if (c != '.' || previous == '.') return false;
                (major, minor, number) = ++dots == 1 ? (number, 0UL, 0UL) : (major, number, 0UL);
            }

            previous = c;
        }

        if (dots != 2 || previous == '.') return false;
        version = new(major, minor, number, default);
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        text = text.Trim();
        if (text.Length > 0 && (text[0] | 0x20) == 'v') text = text[1..];
        ulong minor = 0, patch = 0;
        if (!TakeNumber(ref text, out var major)) return false;
        if (TakeDot(ref text) && !TakeNumber(ref text, out minor)) return false;
        if (TakeDot(ref text) && !TakeNumber(ref text, out patch)) return false;
        if (text.IsEmpty)
        {
            version = new(major, minor, patch, default);
            return true;
        }

        var build = text.IndexOf('+');
        if (build >= 0) text = text[..build];
        if (!text.IsEmpty && (text[0] != '-' || !IsPreRelease(text[1..]))) return false;
        version = new(major, minor, patch, text.IsEmpty ? text : text[1..]);
        return true;
    }

    public int CompareTo(SemanticVersion other)
    {
        if (_major != other._major) return _major < other._major ? -1 : 1;
        if (_minor != other._minor) return _minor < other._minor ? -1 : 1;
        if (_patch != other._patch) return _patch < other._patch ? -1 : 1;
        return ComparePreRelease(PreRelease, other.PreRelease);
    }

    private static bool TakeDot(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '.') return false;
        text = text[1..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        var length = 0;
        for (; length < text.Length && char.IsAsciiDigit(text[length]); length++)
        {
            var digit = (ulong)(text[length] - '0');
            if (number > (ulong.MaxValue - digit) / 10) return false;
            number = (number * 10) + digit;
        }

        text = text[length..];
        return length > 0;
    }

    // Dot-separated identifiers of letters, digits and hyphens, none of them empty.
    private static bool IsPreRelease(ReadOnlySpan<char> text)
    {
        var previous = '.';
        foreach (var c in text)
        {
            if (c == '.' ? previous == '.' : !char.IsAsciiLetterOrDigit(c) && c != '-') return false;
            previous = c;
        }

        return previous != '.';
    }

    private static int ComparePreRelease(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        // A version without a pre-release is higher than one with.
        if (left.IsEmpty || right.IsEmpty) return left.IsEmpty.CompareTo(right.IsEmpty);
        while (true)
        {
            var order = CompareIdentifier(Next(ref left, out var leftEnds), Next(ref right, out var rightEnds));
            if (order != 0) return order;
            if (leftEnds || rightEnds) return rightEnds.CompareTo(leftEnds);
        }
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> text, out bool ends)
    {
        var dot = text.IndexOf('.');
        ends = dot < 0;
        var identifier = ends ? text : text[..dot];
        text = ends ? default : text[(dot + 1)..];
        return identifier;
    }

    private static int CompareIdentifier(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsNumber = !left.ContainsAnyExceptInRange('0', '9');
        var rightIsNumber = !right.ContainsAnyExceptInRange('0', '9');
        // Numeric identifiers are lower than alphanumeric ones.
        if (leftIsNumber != rightIsNumber) return leftIsNumber ? -1 : 1;
        if (!leftIsNumber) return left.SequenceCompareTo(right);
        // Of any length: the longer number is the higher one.
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
