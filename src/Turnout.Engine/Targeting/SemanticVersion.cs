using System.Globalization;

namespace Turnout.Engine.Targeting;

/// <summary>
/// A semantic version (semver.org 2.0.0), read leniently: a leading <c>v</c>, a missing minor or patch (0), and leading zeros are accepted.
/// Build metadata is ignored. A view over the text: no allocation.
/// </summary>
internal readonly ref struct SemanticVersion
{
    private readonly ulong _major, _minor, _patch;
    private readonly ReadOnlySpan<char> _preRelease;

    private SemanticVersion(ulong major, ulong minor, ulong patch, ReadOnlySpan<char> preRelease)
    {
        _major = major;
        _minor = minor;
        _patch = patch;
        _preRelease = preRelease;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        text = text.Trim();
        if (text.Length > 0 && text[0] is 'v' or 'V') text = text[1..];
        var build = text.IndexOf('+');
        if (build >= 0) text = text[..build];

        ReadOnlySpan<char> preRelease = default;
        var dash = text.IndexOf('-');
        if (dash >= 0)
        {
            preRelease = text[(dash + 1)..];
            text = text[..dash];
            if (preRelease.IsEmpty) return false;
        }

        Span<ulong> numbers = stackalloc ulong[3];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            if (count == 3 || !ulong.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count])) return false;
            count++;
        }

        version = new SemanticVersion(numbers[0], numbers[1], numbers[2], preRelease);
        return count > 0;
    }

    public int CompareTo(SemanticVersion other)
    {
        var order = _major.CompareTo(other._major);
        if (order == 0) order = _minor.CompareTo(other._minor);
        if (order == 0) order = _patch.CompareTo(other._patch);
        return order != 0 ? order : ComparePreRelease(_preRelease, other._preRelease);
    }

    private static int ComparePreRelease(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        // A version without a pre-release is higher than one with.
        if (left.IsEmpty || right.IsEmpty) return right.IsEmpty ? left.IsEmpty ? 0 : -1 : 1;
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
        var leftIsNumber = ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
        var rightIsNumber = ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
        if (leftIsNumber && rightIsNumber) return leftNumber.CompareTo(rightNumber);
        // Numeric identifiers are lower than alphanumeric ones.
        if (leftIsNumber != rightIsNumber) return leftIsNumber ? -1 : 1;
        return left.SequenceCompareTo(right);
    }
}
