using System.Text.Json.Serialization;
using Turnout.Engine;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Flags;

namespace Turnout.Server.Features.Previews;

/// <summary>What a change would do, before it is made.</summary>
/// <param name="Classification"><c>safe</c>, <c>changes_who_sees_what</c>, or <c>would_spoil_experiment</c>: then it is refused.</param>
/// <param name="Differences">What changes, in words.</param>
/// <param name="Spoils">The live experiments that it would spoil.</param>
/// <param name="Alternatives">What can be done instead; empty where the change is not refused.</param>
/// <param name="Contexts">The recent contexts by which the moves were counted.</param>
/// <param name="Moves">From which variant to which, of the recent contexts, also those that stay; the most frequent first.</param>
internal sealed record PreviewBody(
    EditClass Classification, IReadOnlyList<Difference> Differences, IReadOnlyList<SpoiledExperiment> Spoils, IReadOnlyList<string> Alternatives,
    PreviewContextsBody Contexts, IReadOnlyList<MoveBody> Moves);

/// <summary>The contexts by which a change was rehearsed.</summary>
/// <param name="Sampled">How many there are, each of another unit.</param>
/// <param name="Units">About how many units were seen within a day.</param>
/// <param name="Changed">How many of the sample get something else.</param>
/// <param name="ChangedShare">The same as a share, 0 to 1; null for an empty sample.</param>
/// <param name="Since">When the oldest of them was seen.</param>
/// <param name="NotKept">Attributes that the change asks for and the sample does not keep: contexts are taken not to have them.</param>
internal sealed record PreviewContextsBody(int Sampled, long Units, int Changed, double? ChangedShare, DateTimeOffset? Since, IReadOnlyList<string> NotKept);

/// <summary>Contexts that get one thing before and another after.</summary>
/// <param name="From">The variant before; null for none.</param>
/// <param name="To">The variant after; null for none.</param>
/// <param name="Changed">Whether they get anything else than before: another variant, or another value of it.</param>
/// <param name="Count">How many of the sample.</param>
/// <param name="Examples">Up to five of those that change.</param>
internal sealed record MoveBody(string? From, string? To, bool Changed, int Count, IReadOnlyList<MoveExampleBody> Examples);

/// <summary>A context that gets something else.</summary>
internal sealed record MoveExampleBody(EvaluationContext Context, OutcomeBody Before, OutcomeBody After);

/// <summary>What a context gets, and why.</summary>
/// <param name="Variant">Null for none.</param>
/// <param name="Reason">Such as <c>SPLIT</c>.</param>
/// <param name="Rule">What decided, of a flag.</param>
/// <param name="Value">The value served, of a flag.</param>
internal sealed record OutcomeBody(
    string? Variant, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Rule = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FlagValue? Value = null)
{
    public static OutcomeBody Of(in Evaluation evaluation) =>
        evaluation.Flag is null ? new(null, "NOT_THERE") : new(evaluation.Variant?.Key, evaluation.Reason.ToWire(), evaluation.Rule, evaluation.Value);

    public static OutcomeBody Of(in ExperimentDecision decision) => new(decision.Variant, decision.Reason.ToWire());

    public bool IsSame(OutcomeBody other) => Variant == other.Variant && Equals(Value, other.Value);
}
