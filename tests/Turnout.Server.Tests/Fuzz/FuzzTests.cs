using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Turnout.Server.Delivery;
using Turnout.Server.Tests.Members;

namespace Turnout.Server.Tests.Fuzz;

/// <summary>
/// Every endpoint gets requests made out of the API's description, by every kind of caller. <c>TURNOUT_FUZZ_REQUESTS</c> says how many,
/// <c>TURNOUT_FUZZ_SEED</c> which.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    const int DefaultRequests = 1_500, AtOnce = 4;
    const long MostGrowth = 96 << 20;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whatever_is_sent_is_answered_with_sense_in_time_and_without_growth()
    {
        var requests = Variable("TURNOUT_FUZZ_REQUESTS", DefaultRequests);
        var seed = Variable("TURNOUT_FUZZ_SEED", 20261);
        await using var host = await TurnoutHost.StartAsync();
        await FurnishAsync(host);
        var callers = await CallersAsync(host);
        var maker = new RequestMaker(await host.Anonymous.GetAsync<JsonElement>("/openapi/v1.json"));
        var failures = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var slowest = (Time: TimeSpan.Zero, What: "");
        var watch = Stopwatch.StartNew();

        long early = 0;
        foreach (var part in new[] { (From: 0, To: requests / 4), (From: requests / 4, To: requests) })
        {
            await Parallel.ForEachAsync(Enumerable.Range(part.From, part.To - part.From), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            {
                var dice = new Random(HashCode(seed, number));
                var made = maker.Make(dice);
                var caller = callers[Math.Min(dice.Next(callers.Count * 3), callers.Count - 1)];
                var time = Stopwatch.StartNew();
                var (status, problem) = await SendAsync(caller, made);
                if (time.Elapsed > slowest.Time) slowest = (time.Elapsed, $"{made.Operation.Method} {made.Operation.Path}");
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (problem is not null) failures.Enqueue($"seed {seed}, request {number}: {problem}: {made}");
                if (number % 100 != 0) return;
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await FurnishAsync(host);
            });
            if (part.From == 0) early = GC.GetTotalMemory(forceFullCollection: true);
        }

        var late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{requests} requests, seed {seed}, {watch.Elapsed.TotalSeconds:0} s, slowest {slowest.Time.TotalMilliseconds:0} ms ({slowest.What}), heap {early >> 20} MiB after a quarter, {late >> 20} MiB at the end");
        output.WriteLine(string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
        foreach (var caller in callers) caller.Dispose();
        Assert.True(failures.IsEmpty, $"{failures.Count} failures:\n{string.Join('\n', failures.Take(20))}");
        Assert.True(late - early < MostGrowth, $"The heap grew from {early >> 20} MiB to {late >> 20} MiB.");
        Assert.True(statuses.Where(status => status.Key < 300).Sum(status => status.Value) > requests / 20, "Too few requests were good ones to reach what lies behind the checks.");
        // Streams that were opened and left are given back.
        var waited = Stopwatch.StartNew();
        while (host.Service<ChangeStreams>().Count > 0 && waited.Elapsed < Patience)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(15));
            using var turn = await host.Anonymous.GetAsync("/health/live");
        }
        Assert.Equal(0, host.Service<ChangeStreams>().Count);
        await host.Admin.GetAsync<JsonElement>("/health/ready");
    }

    /// <returns>The status, and what is wrong with the answer; null when nothing is.</returns>
    static async Task<(int Status, string? Problem)> SendAsync(HttpClient client, RequestMaker.Made made)
    {
        using var request = new HttpRequestMessage(new HttpMethod(made.Operation.Method),
            new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + made.Address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (made.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", made.ContentType);
        }
        foreach (var (name, value) in made.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var status = (int)response.StatusCode;
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") return (status, null);
            var text = await response.Content.ReadAsStringAsync(timeout.Token);
            return (status, status >= 400 ? Complaint(status, response, text) : null);
        }
        catch (OperationCanceledException)
        {
            return (0, $"no answer within {Patience.TotalSeconds} s");
        }
        catch (HttpRequestException exception)
        {
            return (0, $"the connection broke: {exception.Message}");
        }
    }

    static string? Complaint(int status, HttpResponseMessage response, string text)
    {
        // An address that HTTP itself does not allow never reaches the application.
        if (status is 400 or 414 && text.Length == 0) return null;
        // OFREP has error bodies of its own.
        if (response.Content.Headers.ContentType?.MediaType == "application/json" && text.Contains("errorCode", StringComparison.Ordinal)) return status >= 500 ? $"{status} {text}" : null;
        if (status is 500 or 502 or 504) return $"{status} {text}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"{status} as {response.Content.Headers.ContentType}: {text}";
        var problem = JsonElement.Parse(text);
        return problem.GetProperty("status").GetInt32() == status && problem.Text("code").Length > 0 && problem.Text("detail").Length > 0 ? null : $"{status} {text}";
    }

    /// <summary>Makes what the requests speak of, again where it was removed.</summary>
    static async Task FurnishAsync(TurnoutHost host)
    {
        const string environment = "/api/v1/environments/production";
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Put, "segments/s", new { key = "s", @if = new { attribute = "country", op = "equals", value = "de" } }),
            (HttpMethod.Put, "flags/f", new { key = "f", enabled = true, audience = new { segment = "s" } }),
            (HttpMethod.Put, "metrics/m", new { key = "m", @event = "paid", type = "proportion" }),
            (HttpMethod.Post, "experiments", new { key = "e", unit = "user", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, metrics = new[] { "m" } }),
            (HttpMethod.Post, "experiments/e/launch", null),
        })
        {
            using var request = new HttpRequestMessage(method, $"{environment}/{path}") { Content = body is null ? null : HttpClientExtensions.Content(body) };
            (await host.Admin.SendAsync(request)).Dispose();
        }
    }

    /// <summary>The last gets two thirds of the requests.</summary>
    static async Task<List<HttpClient>> CallersAsync(TurnoutHost host)
    {
        var callers = new List<HttpClient> { host.Client(null), host.Client("turnout_server_nonsense"), host.Client("a.b.c") };
        foreach (var kind in new[] { "server", "client" }) callers.Add(host.Client(await host.CreateKeyAsync(kind)));
        callers.Add(host.Client(Harness.EndUserToken(new { sub = "u1" })));
        callers.Add((await host.JoinAsync("eve@example.org", new { production = "editor" })).Client);
        callers.Add((await host.JoinAsync("bob@example.org", new Dictionary<string, string> { ["*"] = "admin" })).Client);
        callers.Add(host.Client(TurnoutHost.AdminToken));
        return callers;
    }

    static int Variable(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    // The framework's hash differs from run to run.
    static int HashCode(int seed, int number) => unchecked((seed * 486187739) ^ (number * 16777619));
}
