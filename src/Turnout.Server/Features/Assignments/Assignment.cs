namespace Turnout.Server.Features.Assignments;

/// <summary>Someone or something that is assigned.</summary>
/// <param name="Environment">The environment's key.</param>
/// <param name="Unit"><c>user</c>, <c>team</c>, <c>visitor</c> or an attribute.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct UnitKey(string Environment, string Unit, string Id);

/// <summary>That a unit has a variant.</summary>
internal readonly record struct UnitVariant(string Experiment, string Variant);

/// <summary>An assignment to be made.</summary>
/// <param name="Synthetic">Whether the unit belongs to the test cohort.</param>
internal sealed record NewAssignment(UnitKey Unit, string Experiment, string Variant, bool Synthetic);

/// <summary>What the store has now.</summary>
/// <param name="Variant">The unit's variant: the one asked for, or the one it had before.</param>
/// <param name="IsNew">Whether it had none before.</param>
internal readonly record struct Assigned(string Variant, bool IsNew);

internal sealed class AssignmentRow
{
    public string Unit { get; init; } = "";

    public string UnitId { get; init; } = "";

    public string Experiment { get; init; } = "";

    public string Variant { get; init; } = "";

    public long AssignedAt { get; init; }
}
