using System.Net;
using Turnout.Server.Outbound;

namespace Turnout.Server.Tests.Outbound;

public class AddressRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1%2")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void What_only_this_machine_may_reach_is_refused(string address) =>
        Assert.False(new AddressRules([], blockPrivate: false).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_networks_are_open_unless_they_are_blocked(string address)
    {
        Assert.True(new AddressRules([], blockPrivate: false).Allows(IPAddress.Parse(address)));
        Assert.False(new AddressRules([], blockPrivate: true).Allows(IPAddress.Parse(address)));
        Assert.True(new AddressRules(["0.0.0.0/0", "::/0"], blockPrivate: true).Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void The_rest_of_the_world_is_open(string address) => Assert.True(new AddressRules([], blockPrivate: true).Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_network_that_is_allowed_opens_no_other()
    {
        var rules = new AddressRules(["127.0.0.2/32"], blockPrivate: false);
        Assert.True(rules.Allows(IPAddress.Parse("127.0.0.2")));
        Assert.True(rules.Allows(IPAddress.Parse("::ffff:127.0.0.2")));
        Assert.False(rules.Allows(IPAddress.Parse("127.0.0.1")));
        Assert.False(rules.Allows(IPAddress.Parse("::1")));
    }

    [Fact]
    public void Waits_grow_and_follow_what_the_receiver_asks_within_reason()
    {
        var waits = Enumerable.Range(1, 20).Select(failures => Backoff.After(failures)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(10), waits[0]);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromMinutes(45), Backoff.After(1, TimeSpan.FromMinutes(45)));
        Assert.Equal(TimeSpan.FromHours(1), Backoff.After(1, TimeSpan.FromDays(300)));
        Assert.Equal(TimeSpan.FromMinutes(1), Backoff.After(7, null, TimeSpan.FromMinutes(1)));
    }
}
