using System.Net;
using System.Text.Json;
using Turnout.Server.Events;
using Turnout.Server.Tests.Events;

namespace Turnout.Server.Tests.Assignments;

public class ConversionTests
{
    const string Path = "/api/v1/experiments/converted";

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_conversion_with_the_servers_own_variant_is_audited_and_counted(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.RunExperimentAsync(new { key = "upgrade-button", unit = "team", variants = Arms });
        using var user = host.Client(Harness.EndUserToken(new { sub = "u1", team_id = "t1" }));
        var (variant, _, _) = await user.VariantAsync("upgrade-button", "someone else");
        await user.PostAsync<JsonElement>(Path, new { experiment = "upgrade-button", variant, action_taken = "clicked", value = 9.5 }, HttpStatusCode.Created);

        var row = Assert.Single((await host.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=experiment.conversion")).GetProperty("items").EnumerateArray());
        Assert.Equal("user:u1", row.GetProperty("actor").GetString());
        Assert.Equal($$"""{"experiment":"upgrade-button","variant":"{{variant}}","action_taken":"clicked"}""", row.GetProperty("metadata").GetRawText());
        var seen = 0;
        await EventIntakeTests.ReadAsync(host, (record, _) =>
        {
            seen++;
            Assert.Equal(EventKind.Conversion, record.Kind);
            Assert.True(record.User.SequenceEqual("u1"u8) && record.Team.SequenceEqual("t1"u8) && record.Name.SequenceEqual("clicked"u8));
            Assert.Equal(9.5, record.Value);
        });
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task Each_wrong_claim_has_an_error_of_its_own_and_leaves_nothing()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms });
        using var user = host.Client(Harness.EndUserToken(new { sub = "u1" }));
        var own = (await user.VariantAsync("exp", "ignored")).Variant;
        var other = own == "urgent" ? "value" : "urgent";
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "nothing", variant = own, action_taken = "x" }, 404, "unknown_experiment");
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = "nothing", action_taken = "x" }, 400, "invalid_variant");
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = other, action_taken = "x" }, 409, "variant_mismatch");
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = own, action_taken = "" }, 400, "invalid_action");
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = own }, 400, "missing_member");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = own, action_taken = "x" }, 401, "unauthenticated");
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = own, action_taken = "x" }, 403, "forbidden");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        await user.ProblemAsync(HttpMethod.Post, Path, new { experiment = "exp", variant = own, action_taken = "x" }, 409, "variant_mismatch");

        Assert.Empty((await host.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=experiment.conversion")).GetProperty("items").EnumerateArray());
        Assert.Equal(default, await host.Service<EventLogStore>().StateAsync("production"));
    }

    static readonly object[] Arms = [new { key = "control", weight = 1 }, new { key = "urgent", weight = 1 }, new { key = "value", weight = 1 }];
}
