using Microsoft.Extensions.DependencyInjection;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests.Testing;

public class TestFlagsTests
{
    [Fact]
    public void Values_hold_and_change_at_once()
    {
        using var services = new ServiceCollection().AddTestFlags(f => f.Set("x", true).Set("color", "red").Set("limit", 5)).BuildServiceProvider();
        var flags = services.GetRequiredService<Flags>();
        var user = Rulesets.User("u");
        Assert.Equal((true, "red", 5), (flags.IsEnabled("x", user), flags.Get("color", user, ""), flags.Get("limit", user, 0)));
        var test = services.GetRequiredService<TestFlags>();
        test.Set("x", false).Remove("color");
        Assert.Equal((false, "none"), (flags.IsEnabled("x", user), flags.Get("color", user, "none")));
    }

    [Fact]
    public void Whole_flags_and_experiments_can_be_set()
    {
        using var services = new ServiceCollection().AddTestFlags(f => f
            .Set(new FlagDefinition { Key = "pro", Enabled = true, Rollout = 0, Allow = ["u-1"] })
            .Assign("exp", "urgent")).BuildServiceProvider();
        var flags = services.GetRequiredService<Flags>();
        Assert.True(flags.IsEnabled("pro", Rulesets.User("u-1")));
        Assert.False(flags.IsEnabled("pro", Rulesets.User("u-2")));
        Assert.Equal("urgent", flags.GetVariant("exp", Rulesets.User("u-2")));
    }

    [Fact]
    public void Application_settings_cannot_lead_a_test_to_a_server()
    {
        using var services = new ServiceCollection()
            .AddTestFlags(f => f.Set("x", true))
            .AddTurnout(options => (options.ServerUrl, options.Key, options.Offline) = (new Uri("http://flags.example.com"), "key", false)).Services
            .BuildServiceProvider();
        Assert.True(services.GetRequiredService<Flags>().IsEnabled("x", Rulesets.User("u")));
        Assert.True(services.GetRequiredService<Microsoft.Extensions.Options.IOptions<TurnoutOptions>>().Value.Offline);
    }
}
