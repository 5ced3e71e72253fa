namespace Turnout.Engine.Targeting;

/// <summary>A condition made ready: one virtual call per node, no allocation.</summary>
internal abstract class Matcher
{
    public abstract bool Matches(EvaluationContext context);
}

internal sealed class ConstantMatcher(bool result) : Matcher
{
    public static readonly ConstantMatcher Never = new(false);

    public override bool Matches(EvaluationContext context) => result;
}

internal sealed class AllMatcher(Matcher[] parts) : Matcher
{
    public override bool Matches(EvaluationContext context)
    {
        foreach (var part in parts)
            if (!part.Matches(context)) return false;
        return true;
    }
}

internal sealed class AnyMatcher(Matcher[] parts) : Matcher
{
    public override bool Matches(EvaluationContext context)
    {
        foreach (var part in parts)
            if (part.Matches(context)) return true;
        return false;
    }
}

internal sealed class NotMatcher(Matcher part) : Matcher
{
    public override bool Matches(EvaluationContext context) => !part.Matches(context);
}

/// <summary>A comparison of one attribute; the subclasses see only values that are there.</summary>
internal abstract class AttributeMatcher(string attribute, bool matchesMissing) : Matcher
{
    // Interned, so that a context filled from literals is searched by reference.
    private readonly string _attribute = string.Intern(attribute);

    private readonly Source _source = attribute switch
    {
        EvaluationContext.UserIdName => Source.UserId,
        EvaluationContext.TeamIdName => Source.TeamId,
        EvaluationContext.VisitorIdName => Source.VisitorId,
        _ => Source.Attribute,
    };

    public sealed override bool Matches(EvaluationContext context)
    {
        AttributeValue value = _source switch
        {
            Source.Attribute => context.Find(_attribute),
            Source.UserId => context.UserId,
            Source.TeamId => context.TeamId,
            _ => context.VisitorId,
        };
        return value.Exists ? MatchesValue(value) : matchesMissing;
    }

    protected abstract bool MatchesValue(AttributeValue value);

    private enum Source : byte
    {
        Attribute,
        UserId,
        TeamId,
        VisitorId,
    }
}
