namespace Turnout.Engine.Targeting;

/// <summary>
/// A semantic version (semver.org 2.0.0), read leniently: surrounding blanks, a leading <c>v</c>, a missing minor or patch (0), and leading
/// zeros are accepted. Build metadata is ignored. A view over the text: no allocation.
/// </summary>
internal readonly ref struct SemanticVersion
{
    // Six digits take twenty bits, and three of them leave four to spare.
    private const int MaxPackedDigits = 6, PackedBits = 20;

    private readonly ulong _major, _minor, _patch;

    public SemanticVersion(ulong major, ulong minor, ulong patch, ReadOnlySpan<char> preRelease)
    {
        _major = major;
        _minor = minor;
        _patch = patch;
        PreRelease = preRelease;
    }

    public ReadOnlySpan<char> PreRelease { get; }

    /// <summary>The number that a text begins with, of up to six digits: of a version the major one. Null where it begins with no such number.</summary>
    public static uint? MajorOf(ReadOnlySpan<char> text)
    {
        uint number = 0;
        var digits = 0;
        while (digits < text.Length && digits <= MaxPackedDigits && char.IsAsciiDigit(text[digits])) number = (number * 10) + (uint)(text[digits++] - '0');
        return digits is > 0 and <= MaxPackedDigits ? number : null;
    }

    /// <summary>
    /// A version of three numbers of up to six digits, as nearly all are, as one number: of two of them the larger is the higher version. False for any other text.
    /// </summary>
    public static bool TryPack(ReadOnlySpan<char> text, out ulong packed)
    {
        packed = 0;
        uint number = 0;
        int digits = 0, dots = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (uint)(c - '0');
                digits++;
                continue;
            }

            if (c != '.' || digits is 0 or > MaxPackedDigits) return false;
            packed = (packed << PackedBits) | number;
            (number, digits) = (0, 0);
            dots++;
        }

        packed = (packed << PackedBits) | number;
        return dots == 2 && digits is > 0 and <= MaxPackedDigits;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
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
