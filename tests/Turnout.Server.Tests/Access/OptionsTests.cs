using Microsoft.Extensions.Options;

namespace Turnout.Server.Tests.Access;

public class OptionsTests
{
    [Theory]
    [InlineData("TURNOUT_ADMIN_TOKEN", "short")]
    [InlineData("TURNOUT_JWT_SECRET", "31 bytes are not enough for it!")]
    [InlineData("Turnout:Access:SessionLife", "00:00:00")]
    [InlineData("Turnout:Access:SignInLinkLife", "-1.00:00:00")]
    [InlineData("Turnout:Jwt:Environment", "no/such")]
    [InlineData("Turnout:Jwt:ClockSkew", "-00:00:01")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TurnoutHost.StartAsync(settings: new() { [key] = value }));
        var message = Assert.Single(failure.Failures);
        Assert.Contains(key, message, StringComparison.Ordinal);
        if (key.StartsWith("TURNOUT_", StringComparison.Ordinal)) Assert.DoesNotContain(value, message, StringComparison.Ordinal);
    }
}
