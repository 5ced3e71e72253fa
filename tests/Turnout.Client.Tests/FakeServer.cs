using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests;

/// <summary>A server that speaks the wire of a server key, over real HTTP, and misbehaves when told to.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Key = "turnout_server_test";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Channel<long>, bool> _streams = new();
    private readonly ConcurrentQueue<(Func<string, bool> Matches, TaskCompletionSource Seen)> _watchers = new();
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RulesetDefinition _ruleset;

    private FakeServer(WebApplication app, RulesetDefinition ruleset) => (_app, _ruleset) = (app, ruleset);

    public Uri Url => new(_app.Urls.First());

    /// <summary>Paths in the order they were asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Bodies of the calls to /api/v1/events, unpacked.</summary>
    public Channel<JsonElement> Batches { get; } = Channel.CreateUnbounded<JsonElement>();

    /// <summary>Set to answer a request in another way; true means "answered".</summary>
    public Func<HttpContext, Task<bool>>? Misbehave { get; set; }

    /// <summary>Answers to /api/v1/events before they become 202 again.</summary>
    public ConcurrentQueue<int> EventAnswers { get; } = new();

    /// <summary>What assign and evaluate tell, by experiment.</summary>
    public ConcurrentDictionary<string, string> Assignments { get; } = new();

    public static async Task<FakeServer> StartAsync(RulesetDefinition ruleset)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeServer(app, ruleset);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Changes the ruleset and tells the open streams.</summary>
    public void Publish(RulesetDefinition ruleset)
    {
        _ruleset = ruleset;
        Notify();
    }

    public void Notify()
    {
        foreach (var stream in _streams.Keys) stream.Writer.TryWrite(_ruleset.Version);
    }

    /// <summary>Completes when a stream is open.</summary>
    public Task OpenStreamAsync() => _open.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Ends the open streams.</summary>
    public void EndStreams()
    {
        foreach (var stream in _streams.Keys) stream.Writer.TryComplete();
    }

    /// <summary>Completes at the next request for the path.</summary>
    public Task NextAsync(string path)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _watchers.Enqueue((asked => asked == path, seen));
        return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task<JsonElement> NextBatchAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await Batches.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        EndStreams();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        Requests.Enqueue(path);
        for (var i = _watchers.Count; i > 0 && _watchers.TryDequeue(out var watcher); i--)
        {
            if (watcher.Matches(path)) watcher.Seen.TrySetResult();
            else _watchers.Enqueue(watcher);
        }

        if (Misbehave is { } misbehave && await misbehave(http)) return;
        if (http.Request.Headers.Authorization != $"Bearer {Key}")
        {
            http.Response.StatusCode = 401;
            return;
        }

        await (path switch
        {
            "/sdk/v1/ruleset" => RulesetAsync(http),
            "/sdk/v1/stream" => StreamAsync(http),
            "/api/v1/events" => EventsAsync(http),
            "/api/v1/evaluate" => http.Response.WriteAsJsonAsync(new { flags = new { }, experiments = Assignments }),
            _ when path.EndsWith("/assign", StringComparison.Ordinal) => AssignAsync(http, path.Split('/')[4]),
            _ => Task.FromResult(http.Response.StatusCode = 404),
        });
    }

    private async Task RulesetAsync(HttpContext http)
    {
        var eTag = $"\"{_ruleset.Version}\"";
        http.Response.Headers.ETag = eTag;
        if (http.Request.Headers.IfNoneMatch == eTag)
        {
            http.Response.StatusCode = 304;
            return;
        }

        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(_ruleset.ToUtf8Json());
    }

    private async Task StreamAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        var changes = Channel.CreateUnbounded<long>();
        _streams[changes] = true;
        _open.TrySetResult();
        changes.Writer.TryWrite(_ruleset.Version);
        try
        {
            await foreach (var version in changes.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync($": sign of life\n\nevent: change\nid: {version}\ndata: {{\"version\":{version}}}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went away.
        }
        finally
        {
            _streams.TryRemove(changes, out _);
            if (_streams.IsEmpty) _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task EventsAsync(HttpContext http)
    {
        if (EventAnswers.TryDequeue(out var status) && status != 202)
        {
            http.Response.StatusCode = status;
            return;
        }

        await using var body = new GZipStream(http.Request.Body, CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(body);
        Batches.Writer.TryWrite(document.RootElement.Clone());
        http.Response.StatusCode = 202;
        await http.Response.WriteAsJsonAsync(new { accepted = document.RootElement.GetProperty("events").GetArrayLength(), duplicates = 0 });
    }

    private async Task AssignAsync(HttpContext http, string experiment)
    {
        Assignments.TryGetValue(experiment, out var variant);
        await http.Response.WriteAsJsonAsync(new { variant, is_new = true, reason = variant is null ? "NOT_TARGETED" : "SPLIT" });
    }
}
