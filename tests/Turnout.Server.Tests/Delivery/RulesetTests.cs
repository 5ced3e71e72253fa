using System.IO.Compression;
using System.Net;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Tests.Access;

namespace Turnout.Server.Tests.Delivery;

public class RulesetTests
{
    const string Production = "/api/v1/environments/production";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_server_key_loads_the_compiled_environment(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<string>($"{Production}/segments/pros", new { @if = new { attribute = "plan", op = "in", value = new[] { "pro" } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Production}/flags/a", new { enabled = true, rollout = 0, rules = new[] { new { @if = new { segment = "pros" }, serve = true } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Production}/experiments", new { key = "e", variants = new[] { new { key = "x" }, new { key = "y" } } }, HttpStatusCode.Created);
        using var client = host.Client(await host.CreateKeyAsync("server"));
        var definition = RulesetDefinition.Parse(await client.GetByteArrayAsync("/sdk/v1/ruleset"));
        Assert.Equal("production", definition.Environment);
        Assert.Equal(3, definition.Version);
        Assert.Equal("e", definition.Experiments.Single().Key);
        var ruleset = Ruleset.Compile(definition);
        Assert.True(ruleset.Evaluate("a", new EvaluationContext { ["plan"] = "pro" }).Value!.Boolean);
        Assert.False(ruleset.Evaluate("a", new EvaluationContext { ["plan"] = "free" }).Value!.Boolean);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task Each_encoding_has_its_tag_and_any_of_them_is_304_until_something_changes(string? encoding)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Production}/flags/a", new { description = "x" }, HttpStatusCode.Created);
        using var client = host.Client(await host.CreateKeyAsync("server"));

        async Task<HttpResponseMessage> Load(string? known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sdk/v1/ruleset");
            if (encoding is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", $"identity;q=0.1, {encoding}");
            if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return await client.SendAsync(request);
        }

        using var first = await Load(null);
        Assert.Equal(encoding, first.Content.Headers.ContentEncoding.SingleOrDefault());
        await using var stream = await first.Content.ReadAsStreamAsync();
        await using var plain = encoding switch { "br" => new BrotliStream(stream, CompressionMode.Decompress), "gzip" => new GZipStream(stream, CompressionMode.Decompress), _ => stream };
        using var copy = new MemoryStream();
        await plain.CopyToAsync(copy);
        Assert.Equal(1, RulesetDefinition.Parse(copy.ToArray()).Version);

        using var plainly = await client.GetAsync("/sdk/v1/ruleset");
        foreach (var tag in new[] { first.Headers.ETag!.ToString(), "W/" + plainly.Headers.ETag, $"\"else\", {plainly.Headers.ETag}" })
        {
            using var same = await Load(tag);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }

        await host.Admin.PostAsync<string>($"{Production}/flags/a/toggle", new { enabled = true });
        using var changed = await Load(first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Client_keys_and_end_users_may_not_load_it()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await client.ProblemAsync(HttpMethod.Get, "/sdk/v1/ruleset", null, 403, "forbidden");
        using var user = host.Client(Tokens.Sign(new { sub = "u1" }));
        await user.ProblemAsync(HttpMethod.Get, "/sdk/v1/ruleset", null, 403, "forbidden");
    }

    [Fact]
    public async Task What_was_saved_is_served_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        await using (var host = await TurnoutHost.StartAsync(database))
            await host.Admin.PutAsync<string>($"{Production}/flags/a", new { enabled = true }, HttpStatusCode.Created);
        await using var again = await TurnoutHost.StartAsync(database);
        Assert.True(again.Service<Rulesets>().Find("production")!.Ruleset.Evaluate("a", new EvaluationContext()).Value!.Boolean);
    }

    [Fact]
    public async Task A_change_made_through_one_server_reaches_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var one = await TurnoutHost.StartAsync(database);
        await using var other = await TurnoutHost.StartAsync(database);
        var arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Service<Rulesets>().Published += published => arrived.TrySetResult(published.Version);
        await one.Admin.PutAsync<string>($"{Production}/flags/a", new { }, HttpStatusCode.Created);
        Assert.Equal(1, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.NotNull(other.Service<Rulesets>().Find("production")!.Ruleset.FindFlag("a"));
    }
}
