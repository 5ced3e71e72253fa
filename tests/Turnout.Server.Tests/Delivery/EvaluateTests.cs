using System.Net;
using System.Text;
using System.Text.Json;
using Turnout.Server.Tests.Access;

namespace Turnout.Server.Tests.Delivery;

public class EvaluateTests
{
    const string Flags = "/api/v1/environments/production/flags";
    const string Experiments = "/api/v1/environments/production/experiments";

    static async Task<TurnoutHost> StartAsync()
    {
        var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/plain", new { enabled = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/pros", new { enabled = true, rollout = 0, rules = new[] { new { @if = new { attribute = "plan", op = "equals", value = "pro" }, serve = true } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>(Experiments, new { key = "button", variants = new object[] { new { key = "control", weight = 0, value = false }, new { key = "red", weight = 1, value = true } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Experiments}/button/launch", null);
        await host.Admin.PutAsync<string>($"{Flags}/red-button", new { enabled = true, rules = new[] { new { @if = new { all = Array.Empty<object>() }, serve = new { experiment = "button" } } } }, HttpStatusCode.Created);
        return host;
    }

    [Theory]
    [InlineData("server")]
    [InlineData("client")]
    public async Task Evaluate_answers_flags_experiments_and_assignments_of_the_keys_environment(string kind)
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync(kind));
        var answer = await client.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u1", plan = "pro" } });
        Assert.Equal(5, answer.GetProperty("version").GetInt64());
        var flags = answer.GetProperty("flags");
        Assert.Equal("""{"value":true,"variant":"on","reason":"STATIC"}""", flags.GetProperty("plain").GetRawText());
        Assert.Equal("TARGETING_MATCH", flags.GetProperty("pros").Text("reason"));
        Assert.Equal("button", flags.GetProperty("red-button").Text("experiment"));
        Assert.True(flags.GetProperty("red-button").GetProperty("value").GetBoolean());
        Assert.Equal("""{"button":"red"}""", answer.GetProperty("experiments").GetRawText());
        Assert.Equal("""{"button":{"assignment_type":"deterministic","control":"control","unit":"user","is_new":true}}""", answer.GetProperty("assignments").GetRawText());

        using var elsewhere = host.Client(await host.CreateKeyAsync(kind, "development"));
        var empty = await elsewhere.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u1" } });
        Assert.Equal("""{"version":0,"flags":{},"experiments":{},"assignments":{}}""", empty.GetRawText());
    }

    [Fact]
    public async Task A_change_is_evaluated_from_the_next_request_on()
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        for (var i = 0; i < 10; i++)
        {
            await host.Admin.PostAsync<string>($"{Flags}/plain/toggle", new { enabled = i % 2 != 0 });
            var answer = await client.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { }, flags = new[] { "plain" } });
            Assert.Equal(i % 2 != 0, answer.GetProperty("flags").GetProperty("plain").GetProperty("value").GetBoolean());
        }
    }

    [Fact]
    public async Task Only_the_flags_named_are_answered_and_unknown_ones_say_so()
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var answer = await client.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u1" }, flags = new[] { "red-button", "nope", "nope" } });
        Assert.Equal(
            """{"red-button":{"value":true,"variant":"red","reason":"SPLIT","experiment":"button"},"nope":{"value":null,"variant":null,"reason":"ERROR","error_code":"FLAG_NOT_FOUND"}}""",
            answer.GetProperty("flags").GetRawText());
    }

    [Fact]
    public async Task The_etag_changes_with_the_answer_and_an_unchanged_one_is_304()
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));

        async Task<HttpResponseMessage> Evaluate(string plan, string? known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate") { Content = HttpClientExtensions.Content(new { context = new { user_id = "u1", plan } }) };
            if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return await client.SendAsync(request);
        }

        using var first = await Evaluate("free", null);
        var tag = first.Headers.ETag!.ToString();
        using var same = await Evaluate("free", tag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        using var other = await Evaluate("pro", tag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(tag, other.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task Pages_of_other_origins_may_ask_and_read_the_etag()
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/evaluate");
        preflight.Headers.Add("Origin", "https://shop.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,if-none-match");
        using var allowed = await host.Anonymous.SendAsync(preflight);
        Assert.True(allowed.IsSuccessStatusCode);
        Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate") { Content = HttpClientExtensions.Content(new { context = new { } }) };
        request.Headers.Add("Origin", "https://shop.example");
        using var response = await client.SendAsync(request);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("ETag", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_users_token_wins_over_the_body()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/vip", new { enabled = true, rollout = 0, allow = new[] { "vip" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/team", new { enabled = true, rollout = 0, unit = "team", allow = new[] { "t1" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/pros", new { enabled = true, rollout = 0, rules = new[] { new { @if = new { attribute = "plan", op = "equals", value = "pro" }, serve = true } } }, HttpStatusCode.Created);
        using var user = host.Client(Tokens.Sign(new { sub = "u1", plan = "free" }));
        var context = new { user_id = "vip", targeting_key = "vip", team_id = "t1", plan = "pro" };
        var answer = await user.PostAsync<JsonElement>("/api/v1/evaluate", new { context });
        foreach (var flag in answer.GetProperty("flags").EnumerateObject()) Assert.False(flag.Value.GetProperty("value").GetBoolean(), flag.Name);

        using var key = host.Client(await host.CreateKeyAsync("server"));
        var trusted = await key.PostAsync<JsonElement>("/api/v1/evaluate", new { context });
        foreach (var flag in trusted.GetProperty("flags").EnumerateObject()) Assert.True(flag.Value.GetProperty("value").GetBoolean(), flag.Name);
    }

    [Fact]
    public async Task Me_says_who_and_every_variant_and_value_in_one_answer()
    {
        await using var host = await StartAsync();
        await host.Admin.PostAsync<string>(Experiments, new { key = "teams", unit = "team", variants = new object[] { new { key = "a", weight = 0 }, new { key = "b" , weight = 1 } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Experiments}/teams/launch", null);
        using var user = host.Client(Tokens.Sign(new { sub = "u1", team_id = 7, plan = "pro" }));
        var me = await user.GetAsync<string>("/auth/me");
        Assert.Equal("""{"user_id":"u1","team_id":7,"experiments":{"button":"red","teams":"b"},"flags":{"plain":true,"pros":true,"red-button":true}}""", me);
        using var alone = host.Client(Tokens.Sign(new { sub = "u1" }));
        Assert.Equal("""{"button":"red"}""", (await alone.GetAsync<JsonElement>("/auth/me")).GetProperty("experiments").GetRawText());

        using var key = host.Client(await host.CreateKeyAsync("server"));
        await key.ProblemAsync(HttpMethod.Get, "/auth/me", null, 403, "forbidden");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/auth/me", null, 401, "unauthenticated");
    }

    [Fact]
    public async Task Running_experiments_are_listed_for_those_they_concern()
    {
        await using var host = await StartAsync();
        await host.Admin.PostAsync<string>(Experiments, new { key = "pros", @if = new { plans = new[] { "pro" } }, variants = new object[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>(Experiments, new { key = "sleeping", variants = new object[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Experiments}/pros/launch", null);

        static string[] Keys(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.Text("key"))];
        using var user = host.Client(Tokens.Sign(new { sub = "u1", plan = "free" }));
        var mine = await user.GetAsync<JsonElement>("/api/v1/experiments");
        Assert.Equal(["button"], Keys(mine));
        Assert.Equal("red", mine.GetProperty("items")[0].Text("variant"));

        using var key = host.Client(await host.CreateKeyAsync("client"));
        Assert.Equal(["button", "pros"], Keys(await key.GetAsync<JsonElement>("/api/v1/experiments?user_id=u1&plan=pro")));
        var all = await key.GetAsync<JsonElement>("/api/v1/experiments?limit=1");
        Assert.Equal(["button"], Keys(all));
        Assert.Equal(JsonValueKind.Null, all.GetProperty("items")[0].GetProperty("variant").ValueKind);
        Assert.Equal(["pros"], Keys(await key.GetAsync<JsonElement>($"/api/v1/experiments?limit=1&after={all.Text("next")}")));
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("""{"context":{}} x""", "invalid_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("{}", "missing_member")]
    [InlineData("""{"context":{},"colour":1}""", "unknown_member")]
    [InlineData("""{"context":{},"context":{}}""", "duplicate_member")]
    [InlineData("""{"context":7}""", "invalid_value")]
    [InlineData("""{"context":{"a":{"b":1}}}""", "invalid_value")]
    [InlineData("""{"context":{"user_id":""}}""", "invalid_value")]
    [InlineData("""{"context":{"user_id":"a\u0000b"}}""", "invalid_value")]
    [InlineData("""{"context":{"user_id":true}}""", "invalid_value")]
    [InlineData("""{"context":{"a":1e999}}""", "invalid_value")]
    [InlineData("""{"context":{"a":NaN}}""", "invalid_json")]
    [InlineData("""{"context":{"a":"\ud800"}}""", "invalid_json")]
    [InlineData("""{"context":{},"flags":"a"}""", "invalid_value")]
    public async Task Bad_requests_are_refused_by_code(string body, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Encoding.UTF8.GetBytes(body), 400, code);
    }

    [Fact]
    public async Task Broken_text_deep_nesting_huge_bodies_and_other_types_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        byte[] broken = [.. """{"context":{"a":" """u8, 0xFF, .. "\"}}"u8];
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", broken, 400, "invalid_json");
        var deep = """{"context":{"a":""" + new string('[', 1000) + new string(']', 1000) + "}}";
        using (var response = await client.PostAsync("/api/v1/evaluate", HttpClientExtensions.Content(deep)))
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var huge = """{"context":{"a":""" + new string('x', 10 << 20) + "\"}}";
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate") { Content = HttpClientExtensions.Content(huge) })
        {
            // Else the server hangs up while the body is still on its way.
            request.Headers.ExpectContinue = true;
            using var response = await client.SendAsync(request);
            await response.ReadProblemAsync(413, "body_too_large");
        }
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", new StringContent("{}", Encoding.UTF8, "text/xml"), 415, "unsupported_media_type");
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", new { context = new { } }, 403, "forbidden");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", new { context = new { } }, 401, "unauthenticated");
    }
}
