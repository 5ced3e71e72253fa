using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client.Telemetry;

namespace Turnout.Client.Delivery;

/// <summary>
/// Keeps the ruleset fresh: asks for it, then listens for change notices, and when that ends begins again after a pause of at most
/// <see cref="TurnoutOptions.PollInterval"/>, which makes it a poller wherever streams do not work.
/// </summary>
internal sealed class RulesetUpdates : BackgroundService
{
    private readonly TurnoutApi _api;
    private readonly RulesetState _state;
    private readonly RulesetFile _file;
    private readonly ClientMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<RulesetUpdates> _log;
    private readonly TurnoutOptions _options;
    private readonly Backoff _backoff;
    private string? _eTag;
    private TimeSpan? _askedPause;

    public RulesetUpdates(
        TurnoutApi api,
        RulesetState state,
        RulesetFile file,
        ClientMeter meter,
        TimeProvider time,
        IOptions<TurnoutOptions> options,
        ILogger<RulesetUpdates> log)
    {
        (_api, _state, _file, _meter, _time, _log, _options) = (api, state, file, meter, time, log, options.Value);
        _backoff = new Backoff(TimeSpan.FromSeconds(1), _options.PollInterval);
        // Here and not at start: whoever evaluates before the host has started gets the last good ruleset too.
        LoadBootstrap();
        LoadLastGood();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Offline)
        {
            _state.NothingToWaitFor();
            return;
        }

        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stoppingToken);
                if (_options.Streaming) await ListenAsync(stoppingToken);
            }
            catch (DeliveryException e)
            {
                Report(e);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A bug here must not end the host, and must not end the updates either.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _state.Failed(new("invalid_answer", e.Message));
                _log.UpdateFailed(e);
            }

            try
            {
                await Task.Delay(Pause(), _time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private TimeSpan Pause()
    {
        if (!_options.Streaming) return Backoff.Jitter(_options.PollInterval);
        var pause = _backoff.Next();
        var asked = _askedPause ?? TimeSpan.Zero;
        _askedPause = null;
        return asked > pause && asked <= _options.PollInterval ? asked : pause;
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await _api.ReadChangesAsync(
            async notice =>
            {
                _backoff.Reset();
                _askedPause = notice.Retry;
                if (notice.Version != _state.Ruleset.Version) await RefreshAsync(stop);
                else _state.Confirmed();
            },
            stop);
        throw new DeliveryException(new("stream_ended", "The server closed the stream."));
    }

    /// <summary>One look at the server.</summary>
    internal async Task RefreshAsync(CancellationToken stop)
    {
        var fetched = await _api.FetchRulesetAsync(_eTag, stop);
        if (fetched is not null)
        {
            _state.Use(fetched.Definition, RulesetOrigin.Server);
            _eTag = fetched.ETag;
            _meter.RulesetChanged();
            _log.RulesetReplaced(_state.Ruleset.Environment, _state.Ruleset.Version);
            _file.Write(fetched.Utf8Json, fetched.ETag);
        }

        if (_state.Problem is { } was) _log.Recovered(was.Code);
        _state.Confirmed();
    }

    private void Report(DeliveryException e)
    {
        // The end of a stream is ordinary (a deployment, a proxy's time limit): the next request tells whether something is wrong.
        if (e.Problem.Code == "stream_ended")
        {
            _meter.StreamEnded();
            _log.StreamEnded();
            return;
        }

        var isNews = _state.Problem?.Code != e.Problem.Code;
        _state.Failed(e.Problem);
        _meter.DeliveryFailed(e.Problem.Code);
        if (isNews) _log.DeliveryFailed(e.Problem.Code, e.Problem.Detail, _state.Origin, _state.Ruleset.Version);
    }

    private void LoadBootstrap()
    {
        if (_options.BootstrapFile is not { } path) return;
        try
        {
            _state.Use(TurnoutApi.Parse(File.ReadAllBytes(path)), RulesetOrigin.Bootstrap);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeliveryException)
        {
            _log.BootstrapUnusable(e, path);
        }
    }

    private void LoadLastGood()
    {
        if (_file.Read() is not { } content) return;
        try
        {
            var definition = TurnoutApi.Parse(content.Utf8Json);
            if (_state.Origin == RulesetOrigin.Bootstrap && definition.Version < _state.Ruleset.Version) return;
            _state.Use(definition, RulesetOrigin.Disk);
            _eTag = content.ETag;
        }
        catch (DeliveryException e)
        {
            _log.CacheUnusable(e.Problem.Code);
        }
    }
}
