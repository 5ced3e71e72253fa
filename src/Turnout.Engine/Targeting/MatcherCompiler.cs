using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary>
/// Makes conditions ready. Never throws for data: what cannot be understood (an operator of a newer version, a broken pattern, a segment that
/// is missing or contains itself) matches nobody, so that a fault never widens an audience.
/// </summary>
internal sealed class MatcherCompiler(IReadOnlyList<SegmentDefinition> segments)
{
    private readonly Dictionary<string, SegmentDefinition> _segments = Unique(segments);
    private readonly Dictionary<string, Matcher> _compiled = [];
    private readonly HashSet<string> _open = [];

    // True once a part of the condition at hand could not be understood.
    private bool _sawUnknown;

    public Matcher? CompileOptional(Condition? condition) => condition is null ? null : Compile(condition);

    public Matcher Compile(Condition condition) => condition switch
    {
        AttributeCondition leaf => Leaf(leaf) ?? (Matcher)Unknown(),
        AllCondition all => new AllMatcher([.. all.Parts.Select(Compile)]),
        AnyCondition any => new AnyMatcher([.. any.Parts.Select(Compile)]),
        NotCondition not => Negate(not),
        SegmentCondition segment => Segment(segment.Segment),
        _ => Unknown(),
    };

    private Matcher Negate(NotCondition not)
    {
        // "not something nobody understands" must not match everyone.
        var before = _sawUnknown;
        _sawUnknown = false;
        var part = Compile(not.Part);
        var understood = !_sawUnknown;
        _sawUnknown = before || !understood;
        return understood ? new NotMatcher(part) : ConstantMatcher.Never;
    }

    private Matcher Segment(string key)
    {
        if (_compiled.TryGetValue(key, out var known)) return known;
        if (!_segments.TryGetValue(key, out var segment) || !_open.Add(key)) return Unknown();
        var before = _sawUnknown;
        _sawUnknown = false;
        var matcher = Compile(segment.If);
        _open.Remove(key);
        if (!_sawUnknown) _compiled[key] = matcher;
        _sawUnknown |= before;
        return matcher;
    }

    private ConstantMatcher Unknown()
    {
        _sawUnknown = true;
        return ConstantMatcher.Never;
    }

    private static AttributeMatcher? Leaf(AttributeCondition leaf)
    {
        var comparison = leaf.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var comparer = StringComparer.FromComparison(comparison);
        var name = leaf.Attribute;
        switch (leaf.Op)
        {
            case Operator.Exists:
                return leaf.Value.TryGetBoolean(out var wanted) ? new ExistsMatcher(name, wanted) : null;
            case Operator.Equals or Operator.NotEquals:
                return new EqualsMatcher(name, leaf.Op, leaf.Value, comparison);
            case Operator.In or Operator.NotIn:
                return leaf.Values is { } set ? new InMatcher(name, set, comparer, leaf.Op == Operator.NotIn) : null;
            case Operator.Contains or Operator.StartsWith or Operator.EndsWith:
                return leaf.Value.ToText() is { } text ? new TextMatcher(name, leaf.Op, text, comparison) : null;
            case Operator.Matches:
                return leaf.Value.Text is { } pattern && RegexMatcher.TryCreate(pattern, leaf.IgnoreCase, out var regex, out _)
                    ? new RegexMatcher(name, regex!)
                    : null;
            case Operator.Gt or Operator.Gte or Operator.Lt or Operator.Lte:
                return NumberMatcher.TryGet(leaf.Value, out var number) ? new NumberMatcher(name, leaf.Op, number) : null;
            case Operator.SemverEq or Operator.SemverGt or Operator.SemverGte or Operator.SemverLt or Operator.SemverLte:
                return leaf.Value.ToText() is { } version && SemanticVersion.TryParse(version, out _)
                    ? new SemverMatcher(name, leaf.Op, version)
                    : null;
            case Operator.Before or Operator.After:
                return Instant.TryGet(leaf.Value, out var unixMs) ? new InstantMatcher(name, leaf.Op, unixMs) : null;
            case Operator.AnyOf or Operator.AllOf or Operator.NoneOf:
                return leaf.Values is { } members
                    ? new ListMatcher(name, leaf.Op, [.. members.Select(m => m.ToText()).OfType<string>()], comparison)
                    : null;
            default:
                return null;
        }
    }

    private static Dictionary<string, SegmentDefinition> Unique(IReadOnlyList<SegmentDefinition> segments)
    {
        var unique = new Dictionary<string, SegmentDefinition>(segments.Count);
        foreach (var segment in segments) unique.TryAdd(segment.Key, segment);
        return unique;
    }
}
