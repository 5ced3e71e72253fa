using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Client.Delivery;

namespace Turnout.Client.Tests;

/// <summary>A host with the client in it, as an application has it: its own time, its own cache folder, its log and its counters in the test's hands.</summary>
internal sealed class ClientHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly MeterListener _listener = new();
    private readonly string? _ownFolder;
    private bool _isStopped;

    private ClientHost(IHost host, ManualTime time, ConcurrentQueue<string> log, string? ownFolder)
    {
        (_host, Time, Log, _ownFolder) = (host, time, log, ownFolder);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name != "feature_flag.evaluations") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var reason = tags.Length > 0 && tags[0].Key == "reason" ? $":{tags[0].Value}" : "";
            Counters.AddOrUpdate(instrument.Name + reason, value, (_, old) => old + value);
        });
        _listener.Start();
    }

    public ManualTime Time { get; }

    /// <summary>Event ids and texts of the client's log.</summary>
    public ConcurrentQueue<string> Log { get; }

    /// <summary>Sums by the counter's name (and reason).</summary>
    public ConcurrentDictionary<string, long> Counters { get; } = new();

    public IServiceProvider Services => _host.Services;

    public Flags Flags => Services.GetRequiredService<Flags>();

    public static async Task<ClientHost> StartAsync(
        Uri? server, Action<TurnoutOptions>? configure = null, Action<TurnoutBuilder>? build = null, string? cacheFolder = null, bool start = true)
    {
        var time = new ManualTime();
        var log = new ConcurrentQueue<string>();
        var own = cacheFolder is null ? Directory.CreateTempSubdirectory("turnout-test").FullName : null;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(new QueueLogger(log));
        builder.Services.AddSingleton<TimeProvider>(time);
        var turnout = builder.Services.AddTurnout(options =>
        {
            options.ServerUrl = server;
            options.Key = FakeServer.Key;
            options.CacheFolder = cacheFolder ?? own;
            options.FlushInterval = TimeSpan.FromMinutes(5);
            // Told from a pause by its length.
            options.RequestTimeout = TimeSpan.FromSeconds(47);
            configure?.Invoke(options);
        });
        build?.Invoke(turnout);
        var host = new ClientHost(builder.Build(), time, log, own);
        if (start) await host._host.StartAsync();
        return host;
    }

    /// <summary>Waits for the server's first answer, in real time.</summary>
    public async Task<ClientHost> ReadyAsync()
    {
        Assert.True(await Flags.WaitUntilReadyAsync(TimeSpan.FromSeconds(20)), string.Join("\n", Log));
        return this;
    }

    /// <summary>Waits until the ruleset in use has this version.</summary>
    public async Task VersionAsync(long version)
    {
        var state = Services.GetRequiredService<RulesetState>();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        state.Replaced += (_, next) =>
        {
            if (next.Version == version) reached.TrySetResult();
        };
        if (state.Ruleset.Version != version) await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public Task StopAsync()
    {
        _isStopped = true;
        return _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped) await _host.StopAsync();
        _listener.Dispose();
        _host.Dispose();
        if (_ownFolder is not null) Directory.Delete(_ownFolder, recursive: true);
    }

    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
