using Turnout.Engine.Checks;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Cohort;

/// <summary>A synthetic unit of an environment.</summary>
/// <param name="Unit"><c>user</c> or <c>team</c>.</param>
/// <param name="Id">1 to 512 bytes without control characters.</param>
internal readonly record struct CohortMember(string Environment, string Unit, string Id)
{
    public const string User = "user", Team = "team";

    /// <returns>Null when it can be one, else 400 <c>invalid_unit</c> or <c>invalid_id</c>.</returns>
    public Problem? Check()
    {
        if (Unit is not (User or Team)) return Problem.Invalid("invalid_unit", "unit", $"'{Unit}' cannot be in the test cohort; users and teams can.");
        return Names.IsUnitId(Id) ? null : Problem.Invalid("invalid_id", "id", "An id has 1 to 512 bytes and no control characters.");
    }
}

internal sealed class CohortRow
{
    public string Environment { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Id { get; init; } = "";

    public long ChangedAt { get; init; }
}
