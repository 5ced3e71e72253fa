namespace Turnout.Engine.Targeting;

/// <summary>A condition made ready: no allocation, and at most two virtual calls per node.</summary>
internal abstract class Matcher
{
    public abstract bool Matches(EvaluationContext context);
}

internal sealed class NeverMatcher : Matcher
{
    public static readonly NeverMatcher Instance = new();

    public override bool Matches(EvaluationContext context) => false;
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

/// <summary>
/// A comparison of one attribute; the subclasses see only values that are there. The attribute's name is interned, so that a context filled
/// from literals is searched by reference.
/// </summary>
internal abstract class AttributeMatcher(string attribute, bool matchesMissing) : Matcher
{
    private readonly bool _isUserId = attribute == EvaluationContext.UserIdName;

    public sealed override bool Matches(EvaluationContext context)
    {
        var value = _isUserId ? context.UserId : context.Find(attribute);
        return value.Exists ? MatchesValue(value) : matchesMissing;
    }

    protected abstract bool MatchesValue(in AttributeValue value);
}
