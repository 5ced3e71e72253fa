using System.Runtime.CompilerServices;

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
/// A comparison of one attribute; the subclasses see only values that are there, text (which nearly all are) apart from other kinds. The
/// attribute's name is interned, so that a context filled from literals is searched by reference.
/// </summary>
internal abstract class AttributeMatcher(string attribute, bool matchesMissing) : Matcher
{
    private readonly bool _isUserId = attribute == EvaluationContext.UserIdName;

    public sealed override bool Matches(EvaluationContext context)
    {
        var value = _isUserId ? context.UserId : context.Find(attribute);
        if (value.Text is { } text) return MatchesText(text);
        return value.Exists ? MatchesOther(value) : matchesMissing;
    }

    /// <summary>Whether a text fulfils the condition.</summary>
    protected abstract bool MatchesText(ReadOnlySpan<char> text);

    /// <summary>Whether a value of another kind does; by default as its text would, and a list never.</summary>
    [SkipLocalsInit]
    protected virtual bool MatchesOther(in AttributeValue value) =>
        value.Kind != AttributeKind.List && MatchesText(value.TextIn(stackalloc char[NumberText.MaxChars]));
}
