using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;

namespace Turnout.Server.Tests;

/// <summary>
/// The whole server on a real Kestrel at a free port of 127.0.0.1, with a data folder (or PostgreSQL database) of its own that ends
/// with the test. <c>await using var host = await TurnoutHost.StartAsync();</c>
/// </summary>
public sealed class TurnoutHost : IAsyncDisposable
{
    public const string AdminToken = "test-admin-token-0123456789abcdef";
    public const string JwtSecret = "test-jwt-secret-0123456789abcdef!";

    readonly WebApplication app;
    readonly TestDatabase database;
    readonly bool ownsDatabase;

    TurnoutHost(WebApplication app, TestDatabase database, bool ownsDatabase, ManualClock clock, StringWriter announced)
    {
        this.app = app;
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        Clock = clock;
        Announced = announced;
        Address = new Uri(app.Urls.First());
        Admin = Client(AdminToken);
        Anonymous = Client(null);
    }

    public Uri Address { get; }

    public ManualClock Clock { get; }

    /// <summary>What was said to the operator at start.</summary>
    public StringWriter Announced { get; }

    /// <summary>Speaks with the admin token.</summary>
    public HttpClient Admin { get; }

    public HttpClient Anonymous { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="database">A database that outlives the server; null: a new one, on SQLite unless TURNOUT_TEST_STORE names another.</param>
    /// <param name="settings">Configuration on top of the test's own; a null value unsets.</param>
    /// <param name="services">Changes services before the server is built.</param>
    /// <param name="map">Maps further endpoints.</param>
    /// <param name="clock">The clock; null: a new one that stands still.</param>
    public static async Task<TurnoutHost> StartAsync(
        TestDatabase? database = null, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? map = null, ManualClock? clock = null)
    {
        var owned = database is null;
        database ??= await TestDatabase.CreateAsync(TestDatabase.Default);
        try
        {
            clock ??= new ManualClock();
            var announced = new StringWriter();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["TURNOUT_ADMIN_TOKEN"] = AdminToken,
                ["TURNOUT_JWT_SECRET"] = JwtSecret,
                ["TURNOUT_DATA"] = database.Folder,
                ["TURNOUT_POSTGRES"] = database.Postgres,
                // The tests' clock stands still: what is taken would never be earned back.
                ["Turnout:Limits:AddressPerSecond"] = "0",
                ["Turnout:Limits:OperatorPerSecond"] = "0",
                ["Turnout:Limits:RefusedPerMinute"] = "0",
                ["Turnout:Limits:SignInsPerMinute"] = "0",
                ["Turnout:Limits:SharedPerMinute"] = "0",
                ["TURNOUT_CLICKHOUSE"] = database.ClickHouse,
            });
            if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton(new Announcements(announced));
            builder.AddTurnoutServer();
            // Passwords are meant to be slow to check; tests are not.
            builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
            services?.Invoke(builder.Services);
            var app = builder.Build();
            app.UseTurnoutServer();
            app.MapTurnoutServer();
            map?.Invoke(app);
            try
            {
                await app.StartAsync();
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
            return new TurnoutHost(app, database, owned, clock, announced);
        }
        catch
        {
            if (owned) await database.DisposeAsync();
            throw;
        }
    }

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A client that speaks with this key or token.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Makes a key through the API.</summary>
    /// <param name="kind"><c>server</c> or <c>client</c>.</param>
    public async Task<string> CreateKeyAsync(string kind, string environment = "production")
    {
        var key = await Admin.PostAsync<JsonElement>($"/api/v1/environments/{environment}/keys", new { kind, name = "test" }, HttpStatusCode.Created);
        return key.GetProperty("key").GetString()!;
    }

    /// <summary>Stops the server; its database stays.</summary>
    public async ValueTask StopAsync()
    {
        Admin.Dispose();
        Anonymous.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (ownsDatabase) await database.DisposeAsync();
    }
}

/// <summary>Requests with their expected status in one line; a different status fails with the answer's text.</summary>
public static class HttpClientExtensions
{
    public static Task<T> GetAsync<T>(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync<T>(HttpMethod.Get, path, null, expected);

    public static Task<T> PostAsync<T>(this HttpClient client, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync<T>(HttpMethod.Post, path, body, expected);

    public static Task<T> PutAsync<T>(this HttpClient client, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync<T>(HttpMethod.Put, path, body, expected);

    public static async Task<T> SendAsync<T>(this HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = Content(body);
        using var response = await client.SendAsync(request);
        return await response.ReadAsync<T>(expected);
    }

    /// <summary>A body as JSON: text and bytes as they are, all else serialized in snake_case.</summary>
    public static HttpContent Content(object body) => body switch
    {
        HttpContent content => content,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } },
        _ => JsonContent.Create(body, options: Wire.Json),
    };

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery}: {(int)response.StatusCode}, expected {(int)expected}: {text}");
        return typeof(T) == typeof(string) ? (T)(object)text : JsonSerializer.Deserialize<T>(text, Wire.Json)!;
    }

    /// <summary>Checks that the answer is a problem of this status and code.</summary>
    public static async Task<JsonElement> ReadProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}, expected {status} {code}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("detail").GetString()));
        return problem;
    }

    public static async Task<JsonElement> ProblemAsync(this HttpClient client, HttpMethod method, string path, object? body, int status, string code)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = Content(body);
        using var response = await client.SendAsync(request);
        return await response.ReadProblemAsync(status, code);
    }
}
