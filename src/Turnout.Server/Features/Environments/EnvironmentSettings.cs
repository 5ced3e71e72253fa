using Turnout.Engine.Checks;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Environments;

/// <summary>How an environment is run.</summary>
internal sealed record EnvironmentSettings
{
    public const int MaxAttributes = 100, MaxApprovals = 10;

    public static EnvironmentSettings Default { get; } = new();

    /// <summary>The sample of contexts by which changes are rehearsed.</summary>
    public RecentContextSettings RecentContexts { get; init; } = new();

    /// <summary>Whether changes need the consent of a second person.</summary>
    public ReviewSettings Review { get; init; } = new();

    /// <returns>Null, or 400 <c>invalid_attribute</c> or <c>invalid_approvals</c>.</returns>
    public Problem? Check()
    {
        if (RecentContexts.Attributes is { } attributes && (attributes.Count > MaxAttributes || !attributes.All(Names.IsAttribute)))
            return Problem.Invalid("invalid_attribute", "recent_contexts.attributes", $"At most {MaxAttributes} names of attributes, each of 1 to 128 characters.");
        return Review.Approvals is >= 1 and <= MaxApprovals ? null
            : Problem.Invalid("invalid_approvals", "review.approvals", $"'approvals' is 1 to {MaxApprovals}.");
    }
}

/// <summary>The sample of contexts that were evaluated lately.</summary>
/// <param name="Enabled">False keeps none, and forgets those that were kept.</param>
/// <param name="Attributes">The attributes that are kept besides the ids; all when left out.</param>
internal sealed record RecentContextSettings(bool Enabled = true, IReadOnlyList<string>? Attributes = null);

/// <summary>Whether changes need the consent of a second person.</summary>
/// <param name="Required">True takes changes of what is evaluated as drafts only; switching off, pausing and stopping stay possible at once.</param>
/// <param name="Approvals">How many others must approve a draft, 1 to 10.</param>
internal sealed record ReviewSettings(bool Required = false, int Approvals = 1);
