using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Events;

public class ExposureTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_exposure_from_a_server_assigns_the_unit_where_it_has_no_variant(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.RunExperimentAsync(new { key = "exp", variants = Arms });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        var (own, _, _) = await server.VariantAsync("exp", "u1");
        var shown = own == "a" ? "b" : "a";
        await server.SendEventsAsync(Viewed("1", "u1", shown));
        Assert.Equal((shown, false, "STICKY"), await server.AssignAsync("exp", "u1"));
        // The first stays, whatever is shown later.
        await server.SendEventsAsync(Viewed("2", "u1", own!));
        Assert.Equal((shown, false, "STICKY"), await server.AssignAsync("exp", "u1"));
    }

    [Fact]
    public async Task An_exposure_of_a_variant_or_experiment_that_is_not_there_is_kept_and_assigns_nothing()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.SendEventsAsync(Viewed("1", "u1", "zzz"), new { id = "2", @event = "experiment_viewed", user_id = "u1", properties = new { experiment_slug = "code-first", variant = "x" } });
        Assert.True((await server.AssignAsync("exp", "u1")).IsNew);
    }

    [Theory]
    [InlineData("deterministic")]
    [InlineData("random")]
    public async Task An_exposure_from_a_browser_must_name_the_servers_own_variant(string assignment)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms, assignment });
        using var browser = host.Client(await host.CreateKeyAsync("client"));
        var (own, _, _) = await browser.AssignAsync("exp", "u1");
        var other = own == "a" ? "b" : "a";
        var answer = await browser.PostAsync<JsonElement>("/api/v1/events", new
        {
            events = new object[]
            {
                Viewed("1", "u1", own!), Viewed("2", "u1", other),
                new { id = "3", @event = "experiment_viewed", user_id = "u1", properties = new { experiment_slug = "nothing", variant = "x" } },
                new { id = "4", @event = "experiment_viewed", properties = new { experiment_slug = "exp", variant = own } },
            },
        }, HttpStatusCode.Accepted);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(["1 variant_mismatch", "2 unknown_experiment", "3 unit_missing"],
            answer.GetProperty("refused").EnumerateArray().Select(item => $"{item.GetProperty("index")} {item.GetProperty("code")}"));
    }

    [Fact]
    public async Task An_end_user_speaks_for_nobody_else()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var user = host.Client(Harness.EndUserToken(new { sub = "me", team_id = 7 }));
        await user.SendEventsAsync(new { id = "1", @event = "e", user_id = "someone else", team_id = "theirs", visitor_id = "v" });
        await EventIntakeTests.ReadAsync(host, (record, _) =>
            Assert.True(record.User.SequenceEqual("me"u8) && record.Team.SequenceEqual("7"u8) && record.Visitor.SequenceEqual("v"u8)));
    }

    static readonly object[] Arms = [new { key = "a", weight = 1 }, new { key = "b", weight = 1 }];

    static object Viewed(string id, string user, string variant) =>
        new { id, @event = "experiment_viewed", user_id = user, properties = new { experiment_slug = "exp", variant, assignment_type = "deterministic" } };
}
