using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Turnout.Server.Tests.Outbound;

/// <summary>A request as a receiver saw it.</summary>
public sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Text);
}

/// <summary>
/// A receiver of webhooks and events on a free port of 127.0.0.1 that answers as it is told: each answer queued is given once, and then 200 again.
/// </summary>
public sealed class Receiver : IAsyncDisposable
{
    /// <summary>Settings of a server that may call it and sends when the test says so.</summary>
    public static Dictionary<string, string?> Allowed => new() { ["Turnout:Outbound:AllowedNetworks:0"] = "127.0.0.0/8", ["Turnout:Outbound:Enabled"] = "false" };

    readonly WebApplication app;
    readonly Channel<Received> received = Channel.CreateUnbounded<Received>();
    readonly Queue<RequestDelegate> answers = new();
    readonly CancellationTokenSource ending = new();

    Receiver(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.First()}/hook";

    /// <summary>How many requests came in and were not taken by <see cref="NextAsync"/>.</summary>
    public int Waiting => received.Reader.Count;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = 64 << 20);
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Queues an answer.</summary>
    public void Answer(int status, string text = "", params (string Name, string Value)[] headers) => Answer(context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(text);
    });

    public void Answer(RequestDelegate answer)
    {
        lock (answers) answers.Enqueue(answer);
    }

    /// <summary>Queues silence: the request is taken and never answered.</summary>
    public void Stall() => Answer(context => Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(ending.Token, context.RequestAborted).Token));

    /// <summary>The next request, which has come or will.</summary>
    public async Task<Received> NextAsync() => await received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await app.DisposeAsync();
        ending.Dispose();
    }

    async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        RequestDelegate? answer;
        lock (answers) answers.TryDequeue(out answer);
        await received.Writer.WriteAsync(new Received(context.Request.Method, context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        try
        {
            if (answer is not null) await answer(context);
        }
        catch (OperationCanceledException)
        {
            // The caller has hung up, or the test is over.
        }
    }
}

/// <summary>Something that listens and does not speak HTTP: takes a connection, sends these bytes, hangs up.</summary>
public sealed class Impostor : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public Impostor(string bytes)
    {
        listener.Start();
        _ = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var connection = await listener.AcceptTcpClientAsync();
                    await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over.
            }
        });
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    public void Dispose() => listener.Dispose();
}
