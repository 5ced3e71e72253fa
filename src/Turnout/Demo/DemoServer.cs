using System.Net.Http.Headers;
using System.Security.Cryptography;
using Turnout.Server.Features.Access;

namespace Turnout.Demo;

/// <summary>
/// A server to load the demo into: the one that runs at the address, or one of our own on the data folder where none runs. Without a token
/// it lends itself an admin key, as whoever can write to the data folder may.
/// </summary>
internal sealed class DemoServer : IAsyncDisposable
{
    readonly WebApplication? own;
    readonly (WebApplication Services, string KeyId)? lent;

    DemoServer(HttpClient http, WebApplication? own, (WebApplication, string)? lent)
    {
        Http = http;
        this.own = own;
        this.lent = lent;
    }

    /// <summary>Speaks to the server as an admin.</summary>
    public HttpClient Http { get; }

    public static async Task<DemoServer> FindAsync(Uri address, string? token, string? data, CancellationToken cancellation)
    {
        if (!await AnswersAsync(address, cancellation)) return await StartAsync(data, cancellation);
        if (!string.IsNullOrEmpty(token)) return new DemoServer(Client(address, token), null, null);

        var (services, _) = await OperatorStore.OpenAsync(data, cancellation);
        var store = services.Services.GetRequiredService<AccessStore>();
        var (row, secret) = await store.CreateAsync(new KeyDraft(AccessKeyKind.Admin, "demo", null), new Author("cli"), cancellation);
        var server = new DemoServer(Client(address, secret), null, (services, row.Id));
        try
        {
            await server.WaitUntilKnownAsync(address, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    static async Task<DemoServer> StartAsync(string? data, CancellationToken cancellation)
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var app = ServeCommand.Build("http://127.0.0.1:0", data, adminToken: token);
        try
        {
            await app.StartAsync(cancellation);
            return new DemoServer(Client(new Uri(app.Urls.First()), token), app, null);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The running server sees within seconds that the store has a new key; if never, it runs on another store.</summary>
    async Task WaitUntilKnownAsync(Uri address, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            using var answer = await Http.GetAsync("/api/v1/environments", cancellation);
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
        throw new DemoException($"The server at {address} does not use this data folder. Name its folder with --data, or give an admin token with --token.");
    }

    static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync("/health/live", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static HttpClient Client(Uri address, string token)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (lent is var (services, keyId))
        {
            await services.Services.GetRequiredService<AccessStore>().DeleteAsync(KeyPlace.Tokens, keyId, new Author("cli"), CancellationToken.None);
            await services.DisposeAsync();
        }
        if (own is null) return;
        await own.StopAsync();
        await own.DisposeAsync();
    }
}
