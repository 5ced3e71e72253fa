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
    readonly (AccessStore Keys, string Id)? lent;

    DemoServer(HttpClient http, WebApplication? own = null, (AccessStore, string)? lent = null)
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
        if (!string.IsNullOrEmpty(token)) return new DemoServer(Client(address, token));

        var (services, _) = await OperatorStore.OpenAsync(data, cancellation);
        try
        {
            return await LendAsync(address, services.Services.GetRequiredService<AccessStore>(), new Author("cli"), services, cancellation);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Speaks to the server at the address with an admin key that lives as long as this does.</summary>
    /// <param name="keys">Of the same store that the server uses.</param>
    /// <param name="services">What is to end with this; null: nothing.</param>
    public static async Task<DemoServer> LendAsync(Uri address, AccessStore keys, Author author, WebApplication? services, CancellationToken cancellation)
    {
        var (row, secret) = await keys.CreateAsync(new KeyDraft(AccessKeyKind.Admin, "demo", null), author, cancellation);
        var server = new DemoServer(Client(address, secret), services, (keys, row.Id));
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
            return new DemoServer(Client(new Uri(app.Urls.First()), token), app);
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
        if (lent is var (keys, id)) await keys.DeleteAsync(KeyPlace.Tokens, id, new Author("demo"), CancellationToken.None);
        if (own is null) return;
        // Without a key lent it is a server of our own, and runs.
        if (lent is null) await own.StopAsync();
        await own.DisposeAsync();
    }
}
