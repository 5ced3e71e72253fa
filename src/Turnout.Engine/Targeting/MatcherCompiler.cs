using System.Text.RegularExpressions;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary>
/// Makes conditions ready. Never throws for data: what cannot be understood (an operator of a newer version, a broken pattern, a segment that
/// is missing or contains itself) matches nobody, so that a fault never widens an audience.
/// </summary>
internal sealed class MatcherCompiler
{
    /// <summary>How deep segments may nest, and how many conditions one may come to with the segments in it written out.</summary>
    public const int MaxSegmentDepth = 20, MaxSegmentNodes = 100_000;

    private readonly Dictionary<string, SegmentMatcher> _segments = [];
    private readonly Dictionary<(string Pattern, bool IgnoreCase), Regex?> _patterns = [];

    private readonly Dictionary<string, string> _names = [];

    // What was met since the compiler was made: conditions not understood, conditions, and the deepest segment.
    private int _unknowns;
    private int _nodes;
    private int _depth;

    public MatcherCompiler(IReadOnlyList<SegmentDefinition> segments)
    {
        var conditions = new Dictionary<string, Condition>(segments.Count);
        foreach (var segment in segments) conditions.TryAdd(segment.Key, segment.If);
        var order = new ReferenceOrder(conditions.ToDictionary(pair => pair.Key, pair => SegmentsIn(pair.Value)));
        foreach (var key in order.Sound) _segments[key] = CompileSegment(conditions[key]);
    }

    public Matcher? CompileOptional(Condition? condition) => condition is null ? null : Compile(condition);

    public Matcher Compile(Condition condition)
    {
        _nodes++;
        return condition switch
        {
            AttributeCondition leaf => Leaf(leaf) ?? Unknown(),
            AllCondition all => new AllMatcher(CompileAll(all.Parts)),
            AnyCondition any => new AnyMatcher(CompileAll(any.Parts)),
            NotCondition not => Negate(not),
            SegmentCondition segment => Segment(segment.Segment),
            _ => Unknown(),
        };
    }

    private Matcher[] CompileAll(IReadOnlyList<Condition> parts)
    {
        var matchers = new Matcher[parts.Count];
        for (var i = 0; i < matchers.Length; i++) matchers[i] = Compile(parts[i]);
        return matchers;
    }

    private Matcher Negate(NotCondition not)
    {
        var before = _unknowns;
        var part = Compile(not.Part);
        // "not something nobody understands" must not match everyone.
        return _unknowns == before ? new NotMatcher(part) : NeverMatcher.Instance;
    }

    private SegmentMatcher CompileSegment(Condition condition)
    {
        (_unknowns, _nodes, _depth) = (0, 0, 0);
        var matcher = Compile(condition);
        var within = _depth < MaxSegmentDepth && _nodes <= MaxSegmentNodes;
        return within ? new(matcher, _unknowns == 0, _nodes, _depth + 1) : new(NeverMatcher.Instance, false, 1, 1);
    }

    private Matcher Segment(string key)
    {
        if (!_segments.TryGetValue(key, out var segment)) return Unknown();
        if (!segment.IsUnderstood) _unknowns++;
        _nodes = Math.Min(_nodes + segment.Nodes, MaxSegmentNodes + 1);
        _depth = Math.Max(_depth, segment.Depth);
        return segment.Matcher;
    }

    private NeverMatcher Unknown()
    {
        _unknowns++;
        return NeverMatcher.Instance;
    }

    private Matcher? Leaf(AttributeCondition leaf)
    {
        if (!_names.TryGetValue(leaf.Attribute, out var name)) _names[leaf.Attribute] = name = string.Intern(leaf.Attribute);
        switch (leaf.Op)
        {
            case Operator.Exists:
                return leaf.Value.TryGetBoolean(out var wanted) ? Test(name, new ExistsTest(wanted), ifMissing: !wanted) : null;
            case Operator.Equals or Operator.NotEquals:
                var differs = leaf.Op == Operator.NotEquals;
                return leaf.Value.ToText() is { } operand ? Test(name, new EqualsTest(operand, leaf.IgnoreCase, differs), ifMissing: differs) : null;
            case Operator.In or Operator.NotIn:
                var outside = leaf.Op == Operator.NotIn;
                return leaf.Values is { } set ? Test(name, new InTest(new TextSet(Texts(set), leaf.IgnoreCase), outside), ifMissing: outside) : null;
            case Operator.Contains or Operator.StartsWith or Operator.EndsWith:
                return leaf.Value.ToText() is { } text ? Test(name, new TextTest(leaf.Op, text, leaf.IgnoreCase)) : null;
            case Operator.Matches:
                return leaf.Value.Text is { } pattern && Pattern(pattern, leaf.IgnoreCase) is { } regex ? Test(name, new RegexTest(regex)) : null;
            case Operator.Gt or Operator.Gte or Operator.Lt or Operator.Lte:
                return NumberTest.TryGet(leaf.Value, out var number) ? Test(name, new NumberTest(leaf.Op, number)) : null;
            case Operator.SemverEq or Operator.SemverGt or Operator.SemverGte or Operator.SemverLt or Operator.SemverLte:
                return leaf.Value.ToText() is { } version && SemanticVersion.TryParse(version, out _) ? Test(name, new SemverTest(leaf.Op, version)) : null;
            case Operator.Before or Operator.After:
                return Instant.TryGet(leaf.Value, out var unixMs) ? Test(name, new InstantTest(leaf.Op, unixMs)) : null;
            case Operator.AnyOf or Operator.AllOf or Operator.NoneOf:
                return leaf.Values is { } members
                    ? Test(name, new ListTest(leaf.Op, Texts(members), leaf.IgnoreCase), ifMissing: leaf.Op == Operator.NoneOf)
                    : null;
            default:
                return null;
        }
    }

    private static AttributeMatcher<TTest> Test<TTest>(string attribute, TTest test, bool ifMissing = false)
        where TTest : struct, IAttributeTest => new(attribute, test, ifMissing);

    private Regex? Pattern(string pattern, bool ignoreCase)
    {
        if (_patterns.TryGetValue((pattern, ignoreCase), out var regex)) return regex;
        RegexTest.TryCreate(pattern, ignoreCase, out regex, out _);
        return _patterns[(pattern, ignoreCase)] = regex;
    }

    private static string[] Texts(IReadOnlyList<AttributeValue> values)
    {
        var texts = new string[values.Count];
        var count = 0;
        for (var i = 0; i < texts.Length; i++)
            if (values[i].ToText() is { } text) texts[count++] = text;
        return count == texts.Length ? texts : texts[..count];
    }

    private static IEnumerable<string> SegmentsIn(Condition condition) => condition switch
    {
        AllCondition all => all.Parts.SelectMany(SegmentsIn),
        AnyCondition any => any.Parts.SelectMany(SegmentsIn),
        NotCondition not => SegmentsIn(not.Part),
        SegmentCondition segment => [segment.Segment],
        _ => [],
    };

    private readonly record struct SegmentMatcher(Matcher Matcher, bool IsUnderstood, int Nodes, int Depth);
}
