using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Turnout.Server.Telemetry;

/// <summary>
/// Exports metrics, traces and logs by OTLP where OpenTelemetry's standard variables say where to: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or one for a single
/// signal (<c>OTEL_EXPORTER_OTLP_METRICS_ENDPOINT</c>, …). Without them nothing is set up and nothing costs.
/// </summary>
internal sealed class OpenTelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    static readonly string[] Meters =
        [ServerMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    static readonly string[] Sources = ["Microsoft.AspNetCore", "Npgsql"];

    MeterProvider? metrics;
    TracerProvider? traces;

    /// <summary>Adds what is asked for.</summary>
    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<OpenTelemetryExport>();
        // Without it the spans of requests have a name and nothing else.
        if (Wants(builder.Configuration, "TRACES")) AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        if (!Wants(builder.Configuration, "LOGS")) return;
        builder.Logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(Resource());
            options.IncludeScopes = true;
            options.IncludeFormattedMessage = true;
        });
        builder.Services.AddOptions<OtlpExporterOptions>();
        builder.Services.Configure<OpenTelemetryLoggerOptions>(options => options.AddOtlpExporter());
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Wants(configuration, "METRICS"))
            metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(UseConfiguration).SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
        if (Wants(configuration, "TRACES"))
            traces = Sdk.CreateTracerProviderBuilder().ConfigureServices(UseConfiguration).SetResourceBuilder(Resource()).AddSource(Sources).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        const int patienceMs = 5000;
        metrics?.Shutdown(patienceMs);
        traces?.Shutdown(patienceMs);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
    }

    // The exporters read their variables from the configuration of the host, as everything else here does.
    void UseConfiguration(IServiceCollection services) => services.AddSingleton(configuration);

    static bool Wants(IConfiguration configuration, string signal) =>
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase)
        && (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]));

    // What the variables say (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) wins.
    static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("turnout", serviceVersion: typeof(OpenTelemetryExport).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk().AddEnvironmentVariableDetector();
}
