using Microsoft.AspNetCore.Http;
using Turnout.Server.Hosting;

namespace Turnout.Server.Tests.Hosting;

public class SecurityHeadersTests
{
    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/api/v1/audit", 401)]
    [InlineData("/api/v1/environments/production/flags?after=%00", 400)]
    [InlineData("/api/nothing", 404)]
    public async Task Every_answer_carries_them_also_refusals(string path, int status)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var answer = await host.Anonymous.GetAsync(path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        // Over plain HTTP browsers ignore it, and must.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public void Over_TLS_browsers_are_told_to_stay_there()
    {
        var context = new DefaultHttpContext { Request = { Scheme = "https" } };
        SecurityHeaders.Add(context);
        Assert.Equal("max-age=31536000", context.Response.Headers.StrictTransportSecurity.ToString());
    }
}
