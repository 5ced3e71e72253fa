using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Turnout.Server.Events;
using Turnout.Server.Features.Guardrails;
using Turnout.Server.Features.Verdicts;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Load;

/// <summary>The real server on a free port, with 100 flags of four kinds, and constant answers from the same Kestrel beside it.</summary>
internal sealed class Subject : IAsyncDisposable
{
    const string AdminToken = "load-admin-token-0123456789abcdef";
    const string Root = "/api/v1/environments/production";

    readonly WebApplication app;
    readonly string folder;

    Subject(WebApplication app, string folder, HttpClient admin)
    {
        this.app = app;
        this.folder = folder;
        Admin = admin;
    }

    public HttpClient Admin { get; }

    public Uri Address => Admin.BaseAddress!;

    public string ServerKey { get; private set; } = "";

    public Call Evaluate => new(
        "evaluate 100 flags", "/api/v1/evaluate", ServerKey,
        """{"context":{"user_id":"user-4711","plan":"pro","country":"DE","age":42,"app_version":"2.4.1","email":"someone@example.com"}}""");

    public Call Ruleset => new("ruleset download", "/sdk/v1/ruleset", ServerKey);

    public static string ConstantPath(int bytes) => string.Create(CultureInfo.InvariantCulture, $"/constant/{bytes}");

    /// <summary>Starts on SQLite, or where <c>TURNOUT_LOAD_POSTGRES</c> and <c>TURNOUT_LOAD_CLICKHOUSE</c> say.</summary>
    /// <param name="limited">Whether the requests of keys are counted; the limit is one that nobody reaches.</param>
    public static async Task<Subject> StartAsync(bool limited = false)
    {
        var folder = Directory.CreateTempSubdirectory("turnout-load-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TURNOUT_ADMIN_TOKEN"] = AdminToken,
            ["TURNOUT_DATA"] = folder,
            ["TURNOUT_POSTGRES"] = Environment.GetEnvironmentVariable("TURNOUT_LOAD_POSTGRES"),
            ["TURNOUT_CLICKHOUSE"] = Environment.GetEnvironmentVariable("TURNOUT_LOAD_CLICKHOUSE"),
            // What is measured is what the server can, not what it is allowed to.
            ["Turnout:Limits:ServerKeyPerSecond"] = limited ? "10000000" : "0",
            ["Turnout:Limits:AddressPerSecond"] = "0",
            ["Turnout:Limits:OperatorPerSecond"] = "0",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTurnoutServer();
        var app = builder.Build();
        Limited.UseAnswers(app);
        app.UseTurnoutServer();
        app.MapTurnoutServer();
        ParsedOnly.Map(app);
        var constants = new System.Collections.Concurrent.ConcurrentDictionary<int, byte[]>();
        app.MapGet("/constant/{bytes:int}", (int bytes) =>
            TypedResults.Bytes(constants.GetOrAdd(bytes, size => [.. Enumerable.Repeat((byte)'x', size)]), "application/json"));
        await app.StartAsync();

        var admin = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        var subject = new Subject(app, folder, admin);
        await subject.FillAsync();
        return subject;
    }

    public Task SetRolloutAsync(int percent) => PutAsync("load.on-0", new { enabled = true, rollout = percent });

    public async Task RunExperimentAsync(string key, string assignment = "deterministic")
    {
        await PutMetricAsync("purchases", "proportion");
        await PutMetricAsync("revenue", "sum");
        await PostAsync("experiments", new { key, assignment, variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, metrics = new[] { "purchases", "revenue" } });
        await PostAsync($"experiments/{key}/launch", new { });

        async Task PutMetricAsync(string metric, string type)
        {
            using var answer = await Admin.PutAsJsonAsync($"{Root}/metrics/{metric}", new { @event = "purchase", type });
            await EnsureAsync(answer);
        }
    }

    /// <summary>Where there is a ClickHouse, waits until all events lie there.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> MoveAsync()
    {
        if (Environment.GetEnvironmentVariable("TURNOUT_LOAD_CLICKHOUSE") is not { Length: > 0 }) return false;
        var database = app.Services.GetRequiredService<Database>();
        while (await database.ReadAsync(session => session.ScalarAsync<long>("SELECT SUM(next - moved) FROM event_logs")) > 0)
        {
            await app.Services.GetRequiredService<EventMover>().MoveAsync(all: true);
            await Task.Delay(100);
        }
        return true;
    }

    /// <summary>Stops the jobs that count experiments each minute: who asks for results then is the first.</summary>
    public async Task StopCountingAsync()
    {
        await app.Services.GetRequiredService<VerdictJob>().StopAsync(CancellationToken.None);
        await app.Services.GetRequiredService<GuardrailJob>().StopAsync(CancellationToken.None);
    }

    /// <summary>Waits until ClickHouse, if there is one, has merged what came: it goes on working behind its inserts, on the cores that are to be measured.</summary>
    public static async Task RestAsync()
    {
        if (Environment.GetEnvironmentVariable("TURNOUT_LOAD_CLICKHOUSE") is not { Length: > 0 } address) return;
        using var http = new HttpClient();
        for (var quiet = 0; quiet < 5;)
        {
            using var answer = await http.PostAsync(new Uri(address.Split(',', '?')[0]), new StringContent("SELECT count() FROM system.merges"));
            quiet = (await answer.Content.ReadAsStringAsync()).Trim() == "0" ? quiet + 1 : 0;
            await Task.Delay(500);
        }
    }

    public async Task<int> SizeAsync(Call call)
    {
        using var answer = await SendAsync(call);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    public async Task<string> ETagAsync(Call call)
    {
        using var answer = await SendAsync(call);
        return answer.Headers.ETag!.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task FillAsync()
    {
        ServerKey = (await PostAsync("keys", new { kind = "server", name = "load" })).GetProperty("key").GetString()!;
        for (var i = 0; i < 25; i++)
        {
            await PutAsync($"load.on-{i}", new { enabled = true });
            await PutAsync($"load.rules-{i}", new { enabled = true, rollout = 0, rules = FiveRules() });
            await PutAsync($"load.rollout-{i}", new { enabled = true, rollout = 20 });
            await PutAsync($"load.split-{i}", new
            {
                type = "json",
                enabled = true,
                variants = new[] { Variant("a", 1), Variant("b", 2), Variant("c", 3) },
                rules = new object[] { new { @if = new { all = Array.Empty<object>() }, serve = new { split = new { a = 1, b = 1, c = 1 } } } },
            });
        }
    }

    static object[] FiveRules() =>
    [
        Rule("country", "in", new[] { "AT", "BE", "CH", "CZ", "DK", "ES", "FI", "FR", "GB", "IT" }),
        Rule("plan", "equals", "enterprise"),
        Rule("app_version", "semver_gt", "3.0.0"),
        Rule("age", "gt", 60),
        Rule("email", "contains", "@example."),
    ];

    static object Rule(string attribute, string op, object value) => new { @if = new { attribute, op, value }, serve = true };

    static object Variant(string key, int size) => new { key, value = new { layout = key, columns = size, colour = "#336699" } };

    async Task PutAsync(string flag, object body)
    {
        using var answer = await Admin.PutAsJsonAsync($"{Root}/flags/{flag}", body);
        await EnsureAsync(answer);
    }

    async Task<JsonElement> PostAsync(string item, object body)
    {
        using var answer = await Admin.PostAsJsonAsync($"{Root}/{item}", body);
        await EnsureAsync(answer);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    async Task<HttpResponseMessage> SendAsync(Call call)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, call.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Key);
        var answer = await Admin.SendAsync(request);
        await EnsureAsync(answer);
        return answer;
    }

    static async Task EnsureAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
