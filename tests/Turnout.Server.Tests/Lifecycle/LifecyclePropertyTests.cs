using System.Globalization;
using System.Net;
using System.Text.Json;
using Turnout.Server.Tests.Members;

namespace Turnout.Server.Tests.Lifecycle;

/// <summary>Random calls of several callers, compared with <see cref="LifecycleModel"/> after each. TURNOUT_TEST_LIFECYCLE_STEPS makes the walks longer.</summary>
public class LifecyclePropertyTests
{
    const string Environment = "/api/v1/environments/production";

    static readonly string[] Experiments = ["e-1", "e-2", "e-3"];
    static readonly string[] FlagKeys = ["f-1", "f-2"];
    static readonly string[] Steps = ["launch", "pause", "resume", "stop", "archive"];
    static readonly int Length = int.Parse(System.Environment.GetEnvironmentVariable("TURNOUT_TEST_LIFECYCLE_STEPS") ?? "120", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1, Store.Sqlite)]
    [InlineData(2, Store.Sqlite)]
    [InlineData(3, Store.Postgres)]
    public async Task A_random_walk_of_several_callers_goes_as_the_model_does(int seed, Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var (_, releaser) = await host.JoinAsync("releaser@example.org", new { production = "releaser" });
        var callers = new[] { host.Admin, releaser };
        var random = new Random(seed);
        var model = new LifecycleModel();
        for (var i = 0; i < Length; i++)
        {
            var (told, expected, answer) = await StepAsync(callers[random.Next(callers.Length)], random, model);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == expected.Status, $"Seed {seed}, step {i}, {told}: {(int)answer.StatusCode}, the model says {expected}: {text}");
            if (expected.Code is { } code) Assert.Equal(code, JsonElement.Parse(text).Text("code"));
            await CompareAsync(host, model, $"seed {seed}, step {i}, {told}");
        }
        Assert.True((await host.Admin.GetAsync<JsonElement>("/api/v1/audit/chain")).GetProperty("intact").GetBoolean());
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Callers_at_the_same_time_never_take_a_step_that_the_life_of_an_experiment_does_not_have(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        foreach (var key in Experiments) await MakeAsync(host.Admin, key);
        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(async caller =>
        {
            var random = new Random(100 + caller);
            var count = 0;
            for (var i = 0; i < Length / 3; i++)
            {
                var key = Experiments[random.Next(Experiments.Length)];
                var step = Steps[random.Next(Steps.Length - 2)];
                using var answer = await host.Admin.PostAsync($"{Environment}/experiments/{key}/{step}", null);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.StatusCode.ToString());
                if (answer.StatusCode == HttpStatusCode.OK) count++;
            }
            return count;
        }));

        var kept = 0;
        foreach (var key in Experiments)
        {
            var status = "none";
            var revision = 0;
            foreach (var entry in await host.AuditAsync(key))
            {
                var (from, to) = entry.Text("kind") switch
                {
                    "experiment.created" => ("none", "draft"),
                    "experiment.launched" => ("draft", "running"),
                    "experiment.paused" => ("running", "paused"),
                    "experiment.resumed" => ("paused", "running"),
                    var other => (other, "?"),
                };
                Assert.Equal(from, status);
                status = to;
                revision++;
            }
            kept += revision - 1;
            using var answer = await host.Admin.GetAsync($"{Environment}/experiments/{key}");
            Assert.Equal((status, $"\"{revision}\""), ((await answer.ReadAsync<JsonElement>()).Text("status"), answer.Headers.ETag!.ToString()));
            Assert.Equal(revision, (await host.Admin.GetAsync<JsonElement>($"{Environment}/experiments/{key}/revisions?limit=200")).GetProperty("items").GetArrayLength());
        }
        Assert.Equal(accepted.Sum(), kept);
    }

    static async Task<(string Told, Expected Expected, HttpResponseMessage Answer)> StepAsync(HttpClient caller, Random random, LifecycleModel model)
    {
        var key = Experiments[random.Next(Experiments.Length)];
        var flag = FlagKeys[random.Next(FlagKeys.Length)];
        // Half of the calls do not say what they have seen; some have seen what is no more.
        int? Seen(int? current) => random.Next(4) switch { 0 => current ?? 1, 1 => (current ?? 1) + random.Next(2), _ => null };
        var seen = Seen(model.Experiments.GetValueOrDefault(key)?.Revision);
        switch (random.Next(10))
        {
            case 0 or 1:
                return ($"create {key}", model.Create(key), await MakeAsync(caller, key));
            case 2 or 3 or 4:
                var step = Steps[random.Next(Steps.Length)];
                return ($"{step} {key} {seen}", model.Move(key, step, seen), await SendAsync(caller, HttpMethod.Post, $"experiments/{key}/{step}", null, seen));
            case 5:
                var (traffic, description) = (10.0 * random.Next(1, 10), "words " + random.Next(2));
                return ($"edit {key} {traffic} {description} {seen}", model.Edit(key, traffic, description, seen),
                    await SendAsync(caller, HttpMethod.Patch, $"experiments/{key}", new { traffic, description }, seen));
            case 6:
                var (winner, isDefault) = (random.Next(5) == 0 ? "nobody" : random.Next(2) == 0 ? "on" : "off", random.Next(2) == 0);
                return ($"conclude {key} {winner} {isDefault} {seen}", model.Conclude(key, winner, isDefault, seen),
                    await SendAsync(caller, HttpMethod.Post, $"experiments/{key}/conclude", new { winner, make_default = isDefault }, seen));
            case 7 when random.Next(2) == 0:
                return ($"delete {key} {seen}", model.Delete(key, seen), await SendAsync(caller, HttpMethod.Delete, $"experiments/{key}", null, seen));
            case 8:
                var (on, seenFlag) = (random.Next(2) == 0, Seen(model.Flags.TryGetValue(flag, out var toggled) ? toggled.Revision : null));
                return ($"toggle {flag} {on} {seenFlag}", model.Toggle(flag, on, seenFlag), await SendAsync(caller, HttpMethod.Post, $"flags/{flag}/toggle", new { enabled = on }, seenFlag));
            default:
                var (enabled, experiment, force) = (random.Next(4) != 0, random.Next(3) == 0 ? null : key, random.Next(4) == 0);
                var seenSet = Seen(model.Flags.TryGetValue(flag, out var set) ? set.Revision : null);
                object[] rules = experiment is null ? [] : [new { serve = new { experiment } }];
                return ($"set {flag} {enabled} {experiment} {force} {seenSet}", model.Set(flag, enabled, experiment, force, seenSet),
                    await SendAsync(caller, HttpMethod.Put, $"flags/{flag}{(force ? "?force=true" : "")}", new { enabled, rules }, seenSet));
        }
    }

    static Task<HttpResponseMessage> MakeAsync(HttpClient caller, string key) => SendAsync(
        caller, HttpMethod.Post, "experiments", new { key, traffic = 50, variants = new object[] { new { key = "on", value = true }, new { key = "off", value = false } } }, null);

    static async Task<HttpResponseMessage> SendAsync(HttpClient caller, HttpMethod method, string path, object? body, int? seen)
    {
        using var request = new HttpRequestMessage(method, $"{Environment}/{path}");
        if (body is not null) request.Content = HttpClientExtensions.Content(body);
        if (seen is { } revision) request.Headers.TryAddWithoutValidation("If-Match", $"\"{revision}\"");
        return await caller.SendAsync(request);
    }

    static async Task CompareAsync(TurnoutHost host, LifecycleModel model, string where)
    {
        var experiments = (await host.Admin.GetAsync<JsonElement>($"{Environment}/experiments")).GetProperty("items").EnumerateArray()
            .Select(item => (item.Text("key"), item.Text("status"), item.GetProperty("traffic").GetDouble(), item.Text("description"), item.GetProperty("winner").GetString()));
        var expected = model.Experiments.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value.Status, pair.Value.Traffic, pair.Value.Description, pair.Value.Winner));
        Assert.True(expected.SequenceEqual(experiments), $"{where}: {string.Join(", ", experiments)}, the model says {string.Join(", ", expected)}");

        var flags = (await host.Admin.GetAsync<JsonElement>($"{Environment}/flags")).GetProperty("items").EnumerateArray()
            .Select(item => (item.Text("key"), item.GetProperty("enabled").GetBoolean(), Serves(item.GetProperty("rules"))));
        var wanted = model.Flags.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Enabled, pair.Value.Serves));
        Assert.True(wanted.SequenceEqual(flags), $"{where}: {string.Join(", ", flags)}, the model says {string.Join(", ", wanted)}");
    }

    static string? Serves(JsonElement rules) => rules.GetArrayLength() == 0 ? null
        : rules[0].GetProperty("serve") is { ValueKind: JsonValueKind.Object } served ? "experiment:" + served.Text("experiment") : "value:" + rules[0].Text("serve");
}
