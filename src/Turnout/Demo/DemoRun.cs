using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Experiments;

namespace Turnout.Demo;

/// <summary>Loads or removes the demo inside the running server, for whoever asks by a click: one run at a time.</summary>
internal sealed class DemoRun(IServer server, AccessStore keys, ExperimentStore experiments, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<DemoRun> log)
{
    public const string Environment = "demo";

    readonly Lock gate = new();
    Task? run;
    DemoState state = DemoState.Idle;
    DemoProgress at;
    string? failure;

    /// <summary>Begins to load (or remove) the demo; false while another run is under way.</summary>
    public bool TryStart(bool load, Author author)
    {
        lock (gate)
        {
            if (run is { IsCompleted: false }) return false;
            state = load ? DemoState.Loading : DemoState.Removing;
            (at, failure) = (default, null);
            run = Task.Run(() => RunAsync(load, author, lifetime.ApplicationStopping));
            return true;
        }
    }

    public async Task<DemoBody> StateAsync(CancellationToken cancellation)
    {
        var loaded = (await experiments.FindAsync(Environment, DemoStory.CookieCats, cancellation)).TryGet(out _, out _);
        lock (gate) return new DemoBody(state.ToString().ToLowerInvariant(), loaded, Environment, at.Step, at.Of == 0 ? null : (double)at.Done / at.Of, failure);
    }

    async Task RunAsync(bool load, Author author, CancellationToken cancellation)
    {
        try
        {
            await using var lent = await DemoServer.LendAsync(OwnAddress(), keys, author, null, cancellation);
            using var api = new DemoApi(lent.Http, Environment);
            var loader = new DemoLoader(api, new DemoPeople(1, clock.GetUtcNow()), Tell);
            if (load && !await loader.IsLoadedAsync(cancellation)) await loader.LoadAsync(cancellation);
            else if (!load) await loader.RemoveAsync(cancellation);
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "The demo could not be {Action}.", load ? "loaded" : "removed");
            lock (gate) failure = exception is DemoException or HttpRequestException ? exception.Message : "Something went wrong; the server's log says what.";
        }
        finally
        {
            lock (gate) state = DemoState.Idle;
        }
    }

    void Tell(DemoProgress progress)
    {
        lock (gate) at = progress;
    }

    /// <summary>Where this process hears itself: an address that listens everywhere is reached on loopback.</summary>
    Uri OwnAddress()
    {
        var all = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var first = all.OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
            ?? throw new DemoException("The server listens on no address over which it could load the demo.");
        return new Uri(first.Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal));
    }
}

internal enum DemoState
{
    Idle,
    Loading,
    Removing,
}

/// <summary>Where the demo stands.</summary>
/// <param name="State"><c>idle</c>, <c>loading</c> or <c>removing</c>.</param>
/// <param name="Loaded">Whether it is there, as a whole or in part.</param>
/// <param name="Environment">Where it goes.</param>
/// <param name="Step">What is being done, in words; null before the first step.</param>
/// <param name="Progress">How far the step is, 0 to 1.</param>
/// <param name="Failure">Why the last run did not end well.</param>
internal sealed record DemoBody(string State, bool Loaded, string Environment, string? Step, double? Progress, string? Failure);
