using Turnout.Engine;

namespace Turnout.Client;

/// <summary>A flag's value and why it is that.</summary>
/// <param name="Value">The value served; the caller's fallback where there is an <paramref name="Error"/> that left none.</param>
/// <param name="Variant">The variant's key; null where the fallback was given.</param>
/// <param name="Reason">Why.</param>
/// <param name="Error">What went wrong, if anything did.</param>
/// <param name="Rule">What decided, in words; see <see cref="Evaluation.Rule"/>.</param>
/// <param name="Bucket">The bucket that decided; −1 when none did.</param>
/// <param name="Experiment">The experiment whose variant drives the value, where one does.</param>
/// <param name="RulesetVersion">The version of the ruleset; 0 before there is one.</param>
public readonly record struct FlagDetails<T>(
    T Value,
    string? Variant,
    Reason Reason,
    EvaluationError Error,
    string? Rule,
    int Bucket,
    string? Experiment,
    long RulesetVersion);
