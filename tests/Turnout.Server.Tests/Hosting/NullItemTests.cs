namespace Turnout.Server.Tests.Hosting;

public class NullItemTests
{
    const string Environment = "/api/v1/environments/production";

    [Theory]
    [InlineData("PUT", $"{Environment}/flags/f", """{"prerequisites":[null]}""", "prerequisites")]
    [InlineData("PUT", $"{Environment}/flags/f", """{"prerequisites":[{"flag":"g","variants":[null]}]}""", "variants")]
    [InlineData("PUT", $"{Environment}/flags/f", """{"allow":["u1",null]}""", "allow")]
    [InlineData("POST", $"{Environment}/keys", """{"kind":"client","name":"x","origins":[null]}""", "origins")]
    [InlineData("POST", "/api/v1/tokens", """{"name":"x","scopes":[null]}""", "scopes")]
    [InlineData("POST", "/api/v1/members", """{"email":"ada@example.org","roles":{"production":null}}""", "roles")]
    public async Task Null_among_the_items_of_a_list_is_refused_by_the_list_s_name(string method, string path, string body, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(new HttpMethod(method), path, body, 400, "wrong_type");
        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }
}
