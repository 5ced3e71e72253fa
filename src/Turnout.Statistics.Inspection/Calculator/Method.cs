using System.Text.Json.Nodes;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>One method of the calculator.</summary>
/// <param name="Name">As typed: <c>turnout stats NAME</c>.</param>
/// <param name="Summary">One line for the help.</param>
/// <param name="Example">A line it accepts.</param>
public sealed record Method(string Name, string Summary, string Example)
{
    internal Func<Fields, JsonObject> Run { get; init; } = _ => Answers.Ok();

    /// <summary>Every method, in the order of the help.</summary>
    public static IReadOnlyList<Method> All { get; } =
        [.. ComparisonMethods.All, .. SequentialMethods.All, .. HealthMethods.All, .. BayesMethods.All, .. PlanningMethods.All, .. DataMethods.All];
}
