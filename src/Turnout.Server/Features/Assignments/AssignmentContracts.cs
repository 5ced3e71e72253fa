using Turnout.Engine;

namespace Turnout.Server.Features.Assignments;

/// <summary>Asks for the variant of a context's unit.</summary>
/// <param name="Context"><c>user_id</c>, <c>team_id</c>, <c>visitor_id</c> and any attributes, flat. An end-user token's own identity wins.</param>
internal sealed record AssignRequest(EvaluationContext Context);

/// <summary>The variant of a unit.</summary>
/// <param name="Variant">Null when the unit is not in the experiment; <c>reason</c> says why.</param>
/// <param name="IsNew">Whether this call assigned it.</param>
/// <param name="Reason"><c>SPLIT</c>, <c>STICKY</c>, <c>NOT_RUNNING</c>, <c>UNIT_MISSING</c>, <c>NOT_TARGETED</c>, <c>OUTSIDE_TRAFFIC</c>, …</param>
internal sealed record AssignAnswer(string? Variant, bool IsNew, string Reason)
{
    public static AssignAnswer Of(AssignmentDecision decision) => new(decision.Variant, decision.IsNew, decision.Reason.ToWire());
}

/// <summary>An end user converted.</summary>
/// <param name="Experiment">The experiment's key.</param>
/// <param name="Variant">The variant the user was shown; must be the server's own.</param>
/// <param name="ActionTaken">What the user did, 1 to 128 bytes.</param>
/// <param name="Value">A number, such as an amount.</param>
internal sealed record ConvertedRequest(string Experiment, string Variant, string ActionTaken, double? Value = null);

/// <summary>A conversion that was recorded.</summary>
/// <param name="Id">The id of its event.</param>
internal sealed record ConvertedAnswer(string Id, string Experiment, string Variant, string ActionTaken);
