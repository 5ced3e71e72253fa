using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Guardrails;

/// <summary>What pauses an experiment by itself.</summary>
/// <param name="Metrics">Whether a guardrail metric that is clearly worse does; its margin and the level are the experiment's decision's.</param>
/// <param name="SampleRatio">Whether a sample-ratio mismatch does.</param>
/// <param name="MinimumUnits">Units that the experiment, or each arm of a comparison, needs before anything does: 10 to 10⁹.</param>
internal sealed record GuardrailPolicy(bool Metrics = true, bool SampleRatio = true, long MinimumUnits = 100)
{
    public Problem? Check() => MinimumUnits is >= 10 and <= 1_000_000_000
        ? null : Problem.Invalid("invalid_units", "minimum_units", "'minimum_units' is 10 to 1000000000.");
}

/// <summary>Why an experiment was paused.</summary>
/// <param name="Cause"><c>sample_ratio</c> or <c>metric</c>.</param>
/// <param name="Reason">The same for people, with the numbers.</param>
/// <param name="PValue">Valid however often it is looked at.</param>
/// <param name="Metric">The metric's key.</param>
/// <param name="Variant">The treatment's key.</param>
internal sealed record Trip(
    string Cause, string Reason, double PValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Metric = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Variant = null);

/// <summary>How an experiment is watched.</summary>
/// <param name="Armed">False after it has paused the experiment, until it is set again.</param>
/// <param name="Tripped">What it saw when it did.</param>
internal sealed record GuardrailBody(
    bool Metrics, bool SampleRatio, long MinimumUnits, bool Armed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Trip? Tripped)
{
    public static GuardrailBody Of(GuardrailRow row)
    {
        var policy = row.Policy;
        return new(policy.Metrics, policy.SampleRatio, policy.MinimumUnits, row.Armed, row.Tripped is null ? null : JsonSerializer.Deserialize<Trip>(row.Tripped, Wire.Json));
    }
}

internal sealed class GuardrailRow
{
    public string Environment { get; init; } = "";

    public string Experiment { get; init; } = "";

    public string Document { get; init; } = "{}";

    public bool Armed { get; init; }

    public string? Tripped { get; init; }

    public long Revision { get; init; }

    public GuardrailPolicy Policy => JsonSerializer.Deserialize<GuardrailPolicy>(Document, Wire.Json)!;
}
