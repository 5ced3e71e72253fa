using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Turnout.Server.Tests.Access;
using Turnout.Server.Tests.Members;

namespace Turnout.Server.Tests.Hosting;

public class SecretsInLogsTests
{
    [Fact]
    public async Task Nothing_that_opens_a_door_is_ever_logged()
    {
        var clock = new ManualClock();
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        using var log = new Recorder();
        await using var host = await TurnoutHost.StartAsync(clock: clock, settings: new()
        {
            ["Turnout:OpenId:Authority"] = issuer.Address, ["Turnout:OpenId:ClientId"] = LocalIssuer.Client, ["TURNOUT_OPENID_SECRET"] = LocalIssuer.Secret,
        }, services: services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)
            // As the server itself filters the framework, which would write whole addresses.
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)));
        var secrets = new List<string> { TurnoutHost.AdminToken, TurnoutHost.JwtSecret, LocalIssuer.Secret, MemberExtensions.Password };

        var (_, invitation) = await host.InviteAsync("ada@example.org", new { production = "admin" });
        secrets.Add(invitation);
        using var joined = await host.Anonymous.PostAsync("/api/v1/session/join", HttpClientExtensions.Content(new { token = invitation, password = MemberExtensions.Password }));
        secrets.Add(joined.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=')[1]);
        using var wrong = await host.Anonymous.PostAsync("/api/v1/session", HttpClientExtensions.Content(new { email = "ada@example.org", password = "a wrong and secret guess" }));
        secrets.Add("a wrong and secret guess");
        foreach (var kind in new[] { "server", "client" }) secrets.Add(await host.CreateKeyAsync(kind));
        using var client = host.Client(secrets[^1]);
        var streamToken = (await client.PostAsync<JsonElement>("/sdk/v1/stream/token", null)).Text("token");
        secrets.Add(streamToken);
        (await host.Anonymous.GetAsync($"/sdk/v1/stream?token={streamToken}", HttpCompletionOption.ResponseHeadersRead)).Dispose();
        (await host.Anonymous.GetAsync($"/sdk/v1/stream?key={secrets[^2]}", HttpCompletionOption.ResponseHeadersRead)).Dispose();
        var jwt = Harness.EndUserToken(new { sub = "u1" });
        secrets.Add(jwt);
        using (var user = host.Client(jwt)) await user.GetAsync<JsonElement>("/auth/me");
        using (var forged = host.Client(jwt + "x")) await forged.ProblemAsync(HttpMethod.Get, "/auth/me", null, 401, "invalid_token");
        secrets.Add((await host.Admin.PostAsync<JsonElement>("/api/v1/tokens", new { name = "ci", scopes = new[] { "admin" } }, System.Net.HttpStatusCode.Created)).Text("token"));

        await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } } });
        secrets.Add((await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/snapshots", new { }, System.Net.HttpStatusCode.Created)).Text("token"));
        using (var guest = host.Client(secrets[^1])) await guest.GetAsync<JsonElement>("/api/v1/shared-results");

        // Once well, once with a code that the provider refuses.
        issuer.Claims["sub"] = "42";
        issuer.Claims["email"] = "ada@example.org";
        issuer.Claims["email_verified"] = true;
        using var asked = await host.Anonymous.GetAsync("/api/v1/session/openid");
        var back = issuer.Agree(asked.Headers.Location!);
        var question = asked.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        secrets.AddRange([question.Split('=')[1], System.Web.HttpUtility.ParseQueryString(new Uri(back).Query)["code"]!]);
        using var browser = host.Client(null);
        browser.DefaultRequestHeaders.Add("Cookie", question);
        (await browser.GetAsync(back)).Dispose();
        (await browser.GetAsync(back)).Dispose();

        // Requests that fail inside, and one that cannot be read.
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments/production/keys", "{", 400, "invalid_json");
        Assert.Contains(log.Lines, line => line.Contains("refused", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => secrets.Exists(secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain("turnout_", host.Announced.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Keeps everything that is logged, also what stands beside the message.</summary>
    sealed class Recorder : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var beside = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => pair.Value)) : "";
            lines.Enqueue($"{formatter(state, exception)} {beside} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
