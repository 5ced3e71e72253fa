using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests.Assignments;

public class AssignmentsTests
{
    private static RulesetDefinition Both(double traffic = 100) => Rulesets.With(1) with
    {
        Experiments = [Rulesets.Running("random", AssignmentType.Random), Rulesets.Running("hashed") with { Traffic = traffic }],
    };

    [Fact]
    public async Task Random_experiment_is_not_assigned_until_the_server_has_drawn()
    {
        await using var server = await FakeServer.StartAsync(Both());
        server.Assignments["random"] = "treatment";
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        var user = Rulesets.User("u");
        Assert.Null(host.Flags.GetVariant("random", user));
        Assert.Equal(Reason.NotAssigned, host.Flags.Decide("random", user).Reason);
        Assert.True(host.Flags.NeedsServer(user));

        Assert.Equal("treatment", await host.Flags.AssignAsync("random", user));
        Assert.Equal("treatment", host.Flags.GetVariant("random", user));
        Assert.Equal(Reason.Sticky, host.Flags.Decide("random", user).Reason);
        Assert.False(host.Flags.NeedsServer(user));
        Assert.Null(host.Flags.GetVariant("random", Rulesets.User("other")));
    }

    [Fact]
    public async Task Assigned_unit_is_not_asked_for_twice()
    {
        await using var server = await FakeServer.StartAsync(Both());
        server.Assignments["random"] = "control";
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await host.Flags.AssignAsync("random", Rulesets.User("u"));
        await host.Flags.AssignAsync("random", Rulesets.User("u"));
        Assert.Single(server.Requests, path => path.EndsWith("/assign", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prefetched_assignment_wins_over_hash_and_traffic()
    {
        await using var server = await FakeServer.StartAsync(Both(traffic: 0));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        var user = Rulesets.User("u");
        Assert.Equal(Reason.OutsideTraffic, host.Flags.Decide("hashed", user).Reason);
        server.Assignments["hashed"] = "treatment";
        Assert.True(await host.Flags.PrefetchAsync(user));
        Assert.Equal(("treatment", Reason.Sticky), (host.Flags.Decide("hashed", user).Variant, host.Flags.Decide("hashed", user).Reason));
    }

    [Fact]
    public async Task Server_away_leaves_what_is_known()
    {
        await using var server = await FakeServer.StartAsync(Both());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        server.Misbehave = http => Task.FromResult((http.Response.StatusCode = 500) == 500);
        Assert.Null(await host.Flags.AssignAsync("random", Rulesets.User("u")));
        Assert.NotNull(await host.Flags.AssignAsync("hashed", Rulesets.User("u")));
        Assert.False(await host.Flags.PrefetchAsync(Rulesets.User("u")));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"variant":5}""")]
    [InlineData("""{"variant":"not of this experiment"}""")]
    public async Task Rubbish_about_an_assignment_is_not_believed(string body)
    {
        await using var server = await FakeServer.StartAsync(Both());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        server.Misbehave = async http =>
        {
            await http.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
            return true;
        };
        await host.Flags.AssignAsync("random", Rulesets.User("u"));
        Assert.Null(host.Flags.GetVariant("random", Rulesets.User("u")));
    }

    [Fact]
    public async Task Memory_of_assignments_is_bounded_and_keeps_what_is_used()
    {
        await using var server = await FakeServer.StartAsync(Both());
        await using var host = await (await ClientHost.StartAsync(server.Url, options => options.RememberedAssignments = 100)).ReadyAsync();
        server.Assignments["random"] = "control";
        await host.Flags.AssignAsync("random", Rulesets.User("kept"));
        for (var i = 0; i < 200; i++)
        {
            await host.Flags.AssignAsync("random", Rulesets.User($"u-{i}"));
            Assert.Equal("control", host.Flags.GetVariant("random", Rulesets.User("kept")));
        }

        Assert.Null(host.Flags.GetVariant("random", Rulesets.User("u-0")));
    }
}
