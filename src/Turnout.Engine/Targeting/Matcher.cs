using System.Runtime.CompilerServices;

namespace Turnout.Engine.Targeting;

/// <summary>A condition made ready: no allocation, and one virtual call per node.</summary>
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
/// A comparison of one attribute. The test is a value of its own type, so that the compiler writes one method for each kind of comparison, without
/// a call between finding the value and comparing it. The attribute's name is interned, so that a context filled from literals is searched by reference.
/// </summary>
internal sealed class AttributeMatcher<TTest>(string attribute, TTest test, bool matchesMissing = false) : Matcher
    where TTest : struct, IAttributeTest
{
    private readonly bool _isUserId = attribute == EvaluationContext.UserIdName;

    public override bool Matches(EvaluationContext context) => _isUserId ? MatchesUserId(context.UserId) : Holds(in context.Find(attribute));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MatchesUserId(AttributeValue userId) => Holds(in userId);

    // Text, which nearly all values are, goes a way of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Holds(in AttributeValue value)
    {
        if (value.Text is { } text) return test.Holds(text);
        return value.Exists ? test.HoldsOther(in value) : matchesMissing;
    }
}

/// <summary>What is asked of a value that is there.</summary>
internal interface IAttributeTest
{
    /// <summary>Whether a text fulfils the condition.</summary>
    bool Holds(ReadOnlySpan<char> text);

    /// <summary>Whether a number, a boolean or a list does.</summary>
    bool HoldsOther(in AttributeValue value);
}

internal static class AttributeTest
{
    /// <summary>The answer for a value of another kind where its text decides; for a list, which has none, it is no.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool HoldsAsText<TTest>(TTest test, in AttributeValue value)
        where TTest : struct, IAttributeTest =>
        value.Kind != AttributeKind.List && test.Holds(value.TextIn(stackalloc char[NumberText.MaxChars]));
}
