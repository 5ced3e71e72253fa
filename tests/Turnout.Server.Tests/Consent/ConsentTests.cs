using System.Net;
using System.Text.Json;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Consent;

public class ConsentTests
{
    const string Units = "/api/v1/environments/production/units";

    static readonly object[] Arms = [new { key = "on" }, new { key = "off" }];

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_sensitive_experiment_runs_for_those_who_agreed_and_withdrawal_wins(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.RunExperimentAsync(new { key = "price", variants = Arms, sensitive = true });
        using var app = host.Client(await host.CreateKeyAsync("server"));
        Assert.Equal((null, false, "CONSENT_MISSING"), await app.AssignAsync("price", "u"));
        Assert.NotNull((await app.AssignAsync("price", new { user_id = "v", consent = true })).Variant);

        await app.PutAsync<JsonElement>("/api/v1/consent", new { granted = true, context = new { user_id = "u" } });
        Assert.True((await app.AssignAsync("price", "u")).IsNew);
        var answer = await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u" } });
        Assert.True(answer.GetProperty("experiments").TryGetProperty("price", out _));

        await app.PutAsync<JsonElement>("/api/v1/consent", new { granted = false, context = new { user_id = "v" } });
        Assert.Equal((null, false, "CONSENT_MISSING"), await app.AssignAsync("price", new { user_id = "v", consent = true }));
        await app.PutAsync<JsonElement>("/api/v1/consent", new { granted = true, context = new { visitor_id = "w" } });
        Assert.Equal("SPLIT", (await app.VariantOfAsync("price", new { visitor_id = "w", user_id = "x" })).Reason);

        var count = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/price/consent");
        Assert.Equal((1, 0), (count.GetProperty("sampled").GetInt32(), count.GetProperty("without_consent").GetInt32()));
        await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "nobody-asked" } });
        count = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/price/consent");
        Assert.Equal((2, 1, 1), (count.GetProperty("sampled").GetInt32(), count.GetProperty("without_consent").GetInt32(), count.GetProperty("units_without_consent").GetInt32()));
    }

    [Fact]
    public async Task Users_agree_for_themselves_and_browsers_with_a_public_key_for_nobody()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var user = host.Client(Harness.EndUserToken(new { sub = "u", exp = host.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds() }));
        await user.PutAsync<JsonElement>("/api/v1/consent", new { granted = true, context = new { user_id = "someone-else" } });
        var recorded = await host.Admin.GetAsync<JsonElement>($"{Units}/user/u/consent");
        Assert.Equal((true, "user"), (recorded.GetProperty("granted").GetBoolean(), recorded.Text("actor")));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Units}/user/someone-else/consent", null, 404, "no_consent_recorded");
        using var browser = host.Client(await host.CreateKeyAsync("client"));
        await browser.ProblemAsync(HttpMethod.Put, "/api/v1/consent", new { granted = true, context = new { user_id = "u" } }, 403, "forbidden");
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await app.ProblemAsync(HttpMethod.Put, "/api/v1/consent", new { granted = true, context = new { plan = "pro" } }, 400, "unit_missing");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Units}/team/t/consent", new { granted = true }, 400, "invalid_unit");
        await host.Admin.PutAsync<JsonElement>($"{Units}/visitor/v/consent", new { granted = true });
        // The log says that, and not who.
        var audit = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=consent.granted")).GetProperty("items").EnumerateArray().ToList();
        Assert.All(audit, entry => Assert.StartsWith("unit:", entry.Text("target"), StringComparison.Ordinal));
        Assert.Equal(["admin", "user"], audit.Select(entry => entry.Text("actor")));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Erasing_a_unit_leaves_the_results_and_nothing_that_names_it(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/sales", new { @event = "sale", type = "sum" }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "e", variants = Arms, metrics = new[] { "sales" } });
        using var app = host.Client(await host.CreateKeyAsync("server"));
        foreach (var user in new[] { "ada-lovelace", "u-2", "u-3", "u-4" })
        {
            var variant = (await app.AssignAsync("e", user)).Variant;
            await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = user, email = user + "@example.org" } });
            await app.SendEventsAsync(
                new { id = Guid.NewGuid(), @event = "experiment_viewed", user_id = user, visitor_id = "visitor-of-" + user, properties = new { experiment_slug = "e", variant, assignment_type = "deterministic" } },
                new { id = Guid.NewGuid(), @event = "sale", user_id = user, value = 9.5, properties = new { address = "street of " + user } });
        }
        await app.PutAsync<JsonElement>("/api/v1/consent", new { granted = true, context = new { user_id = "ada-lovelace" } });
        await host.Admin.SendAsync<string>(HttpMethod.Put, "/api/v1/environments/production/cohort/user/ada-lovelace", null, HttpStatusCode.NoContent);
        await host.Service<RecentContexts>().WriteAsync();
        var before = await ResultsAsync(host);

        var erased = await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, $"{Units}/user/ada-lovelace", null, HttpStatusCode.OK);
        Assert.Equal((1, 2, false), (erased.GetProperty("assignments").GetInt32(), erased.GetProperty("events").GetInt32(), erased.GetProperty("pending").GetBoolean()));
        Assert.Equal(before, await ResultsAsync(host));
        Assert.Equal((0, 0), await app.SendAsync<JsonElement>(HttpMethod.Post, "/api/v1/evaluate", new { context = new { user_id = "x" } }, HttpStatusCode.OK) is var _
            ? (await NamedAsync(host), (await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/cohort")).GetProperty("items").GetArrayLength()) : default);
        Assert.Equal("unit.erased", (await host.Admin.GetAsync<JsonElement>("/api/v1/audit?limit=1")).GetProperty("items")[0].Text("kind"));
        Assert.Equal((0, 0), await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, $"{Units}/user/ada-lovelace", null, HttpStatusCode.OK) is var again
            ? (again.GetProperty("assignments").GetInt32(), again.GetProperty("events").GetInt32()) : default);
        await host.Admin.ProblemAsync(HttpMethod.Delete, "/api/v1/environments/nowhere/units/user/u", null, 404, "unknown_environment");
    }

    static async Task<string> ResultsAsync(TurnoutHost host)
    {
        var results = await host.ResultsAsync("e");
        return results.GetProperty("variants").GetRawText() + string.Concat(results.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("variants").GetRawText()));
    }

    /// <summary>How many rows of the whole database name the unit; the audit log keeps who put whom into the test cohort.</summary>
    static Task<int> NamedAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(async session =>
    {
        var found = 0;
        foreach (var sql in new[] { "SELECT unit_id FROM assignments", "SELECT unit_id FROM consents", "SELECT id FROM units", "SELECT context FROM recent_contexts" })
            found += (await session.QueryAsync<string>(sql)).Count(text => text.Contains("lovelace", StringComparison.Ordinal));
        foreach (var body in await session.QueryAsync<byte[]>("SELECT body FROM event_blocks")) found += System.Text.Encoding.Latin1.GetString(body).Contains("lovelace", StringComparison.Ordinal) ? 1 : 0;
        return found;
    });
}

internal static class ConsentExtensions
{
    public static async Task<(string? Variant, string Reason)> VariantOfAsync(this HttpClient client, string experiment, object context)
    {
        var answer = await client.PostAsync<JsonElement>($"/api/v1/experiments/{experiment}/variant", new { context });
        return (answer.GetProperty("variant").GetString(), answer.Text("reason"));
    }
}
