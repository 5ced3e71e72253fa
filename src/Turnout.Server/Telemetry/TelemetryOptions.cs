using Microsoft.Extensions.Options;

namespace Turnout.Server.Telemetry;

/// <summary>Section <c>Turnout:Telemetry</c>, beside OpenTelemetry's own variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, …).</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether each flag that is answered makes a <c>feature_flag.evaluation</c> event. Default: false; a busy server makes very many.</summary>
    public bool EvaluationEvents { get; set; }

    /// <summary>Whether these events carry the value too. Default: false: the variant says as much, and values can be private.</summary>
    public bool EvaluationValues { get; set; }

    /// <summary>How many series <c>/metrics</c> keeps, 100 to 1,000,000; further ones are not counted. Default: 10,000.</summary>
    public int MaxSeries { get; set; } = 10_000;

    internal sealed class Validation : IValidateOptions<TelemetryOptions>
    {
        public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
            options.MaxSeries is < 100 or > 1_000_000 ? ValidateOptionsResult.Fail("Turnout:Telemetry:MaxSeries must be 100 to 1000000.") : ValidateOptionsResult.Success;
    }
}
