using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Flags;

public class FlagStatesTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_flags_state_is_told_for_every_environment_that_has_it(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/a", new { enabled = false }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>("/api/v1/environments/development/flags/a", new { enabled = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>("/api/v1/environments/development/flags/b", new { enabled = true }, HttpStatusCode.Created);
        var states = await host.Admin.GetAsync<string>("/api/v1/flag-states?key=a&key=b&key=none&key=a");
        Assert.Equal("""{"flags":{"a":[{"environment":"development","enabled":true},{"environment":"production","enabled":false}],"b":[{"environment":"development","enabled":true}]}}""", states);
    }

    [Fact]
    public async Task None_or_too_many_keys_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/flag-states", null, 400, "invalid_keys");
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/flag-states?" + string.Join('&', Enumerable.Range(0, 201).Select(i => $"key={i}")), null, 400, "invalid_keys");
    }
}
