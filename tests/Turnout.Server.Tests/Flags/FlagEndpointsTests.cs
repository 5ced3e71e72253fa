using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Flags;

public class FlagEndpointsTests
{
    const string Flags = "/api/v1/environments/production/flags";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_boolean_flag_needs_only_a_key_and_takes_defaults(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var flag = await host.Admin.PutAsync<JsonElement>($"{Flags}/booking.enabled", new { }, HttpStatusCode.Created);
        Assert.Equal("booking.enabled", flag.Text("key"));
        Assert.Equal("boolean", flag.Text("type"));
        Assert.False(flag.GetProperty("enabled").GetBoolean());
        Assert.Equal(100, flag.GetProperty("rollout").GetDouble());
        Assert.Equal("murmur3-v1", flag.Text("algorithm"));
        Assert.Equal("booking.enabled", flag.Text("salt"));
        Assert.Equal("""[{"key":"on","value":true},{"key":"off","value":false}]""", flag.GetProperty("variants").GetRawText());
        Assert.Equal("2026-01-15T12:00:00.000Z", flag.Text("created_at"));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_flag_is_made_replaced_read_and_removed_with_its_revision_as_etag(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var body = new
        {
            type = "string",
            description = "Which button",
            variants = new { blue = "#00f", green = "#0f0" },
            rules = new object[] { new { name = "pros", @if = new { attribute = "plan", op = "in", value = new[] { "pro" } }, serve = "green" } },
            tags = new[] { "checkout", "ui" },
            enabled = true,
        };
        using var made = await host.Admin.PutAsync($"{Flags}/button", HttpClientExtensions.Content(body));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("\"1\"", made.Headers.ETag!.ToString());

        host.Clock.Advance(TimeSpan.FromHours(1));
        using var replaced = await host.Admin.PutAsync($"{Flags}/button", HttpClientExtensions.Content(new { type = "number", variants = new[] { new { key = "one", value = 1 } } }));
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Equal("\"2\"", replaced.Headers.ETag!.ToString());

        var read = await host.Admin.GetAsync<JsonElement>($"{Flags}/button");
        Assert.Equal("number", read.Text("type"));
        Assert.Equal("", read.Text("description"));
        Assert.Equal("2026-01-15T12:00:00.000Z", read.Text("created_at"));
        Assert.Equal("2026-01-15T13:00:00.000Z", read.Text("updated_at"));

        using var deleted = await host.Admin.DeleteAsync($"{Flags}/button");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/button", null, 404, "unknown_flag");
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Flags}/button", null, 404, "unknown_flag");
    }

    [Fact]
    public async Task What_was_answered_can_be_sent_back_and_changes_nothing()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { rollout = 12.5, deny = new[] { "u1" }, audience = new { attribute = "plan", op = "equals", value = "pro" } }, HttpStatusCode.Created);
        var answer = await host.Admin.GetAsync<string>($"{Flags}/a");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var again = await host.Admin.PutAsync($"{Flags}/a", HttpClientExtensions.Content(answer));
        Assert.Equal("\"1\"", again.Headers.ETag!.ToString());
        Assert.Equal(answer, await again.ReadAsync<string>());
        Assert.Single(await host.AuditAsync("a"));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_before_and_after()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { enabled = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/a", new { enabled = true, rollout = 20 });
        await host.Admin.PostAsync<string>($"{Flags}/a/toggle", new { enabled = false });
        using var deleted = await host.Admin.DeleteAsync($"{Flags}/a");

        var entries = await host.AuditAsync("a");
        Assert.Equal(["flag.created", "flag.updated", "flag.disabled", "flag.deleted"], entries.Select(entry => entry.Text("kind")));
        Assert.All(entries, entry => Assert.Equal(("admin", "production"), (entry.Text("actor"), entry.Text("environment"))));
        Assert.False(entries[0].TryGetProperty("before", out _));
        Assert.Equal(100, entries[1].GetProperty("before").GetProperty("rollout").GetDouble());
        Assert.Equal(20, entries[1].GetProperty("after").GetProperty("rollout").GetDouble());
        Assert.False(entries[2].GetProperty("after").GetProperty("enabled").GetBoolean());
        Assert.False(entries[3].TryGetProperty("after", out _));
    }

    [Fact]
    public async Task IndieTix_rules_become_lists_and_an_audience()
    {
        await using var host = await TurnoutHost.StartAsync();
        var rules = """{"enabled":true,"rules":{"roles":["ADMIN","ORGANIZER"],"cities":["Mumbai"],"categories":[],"allowList":["u1"],"denyList":["u2"]}}""";
        var flag = await host.Admin.PutAsync<JsonElement>($"{Flags}/a", rules, HttpStatusCode.Created);
        Assert.Equal("""["u1"]""", flag.GetProperty("allow").GetRawText());
        Assert.Equal("""["u2"]""", flag.GetProperty("deny").GetRawText());
        Assert.Empty(flag.GetProperty("rules").EnumerateArray());
        Assert.Equal(2, flag.GetProperty("audience").GetProperty("all").GetArrayLength());

        Assert.Equal("audience", (await host.EvaluateAsync("a", new { user_id = "u3", role = "CUSTOMER", city = "Mumbai" })).Text("rule"));
        Assert.True((await host.EvaluateAsync("a", new { user_id = "u3", role = "ADMIN", city = "Mumbai" })).GetProperty("value").GetBoolean());
        Assert.True((await host.EvaluateAsync("a", new { user_id = "u1", role = "CUSTOMER" })).GetProperty("value").GetBoolean());
        Assert.False((await host.EvaluateAsync("a", new { user_id = "u2", role = "ADMIN", city = "Mumbai" })).GetProperty("value").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_says_value_variant_reason_rule_bucket_and_version()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { enabled = true, rollout = 50 }, HttpStatusCode.Created);
        var answer = await host.EvaluateAsync("a", new { user_id = "u1" });
        Assert.Equal("SPLIT", answer.Text("reason"));
        Assert.Equal("rollout", answer.Text("rule"));
        Assert.Equal(answer.GetProperty("value").GetBoolean() ? "on" : "off", answer.Text("variant"));
        Assert.InRange(answer.GetProperty("bucket").GetInt32(), 0, 99_999);
        Assert.Equal(1, answer.GetProperty("ruleset_version").GetInt64());
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/b/evaluate", new { context = new { } }, 404, "unknown_flag");
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments/nowhere/flags/a/evaluate", new { context = new { } }, 404, "unknown_environment");
    }

    [Fact]
    public async Task Toggle_switches_off_at_once_and_keeps_everything_else()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { enabled = true, critical = true, rollout = 100, tags = new[] { "kill" } }, HttpStatusCode.Created);
        var flag = await host.Admin.PostAsync<JsonElement>($"{Flags}/a/toggle", new { enabled = false });
        Assert.False(flag.GetProperty("enabled").GetBoolean());
        Assert.True(flag.GetProperty("critical").GetBoolean());
        Assert.Equal("DISABLED", (await host.EvaluateAsync("a", new { user_id = "u1" })).Text("reason"));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/a/toggle", new { enabled = "off" }, 400, "wrong_type");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/a/toggle", new { }, 400, "missing_member");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_lost_race_is_412_and_not_a_lost_update(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<string>($"{Flags}/a", new { }, HttpStatusCode.Created);

        async Task<HttpStatusCode> Put(int rollout)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{Flags}/a") { Content = HttpClientExtensions.Content(new { rollout }) };
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var response = await host.Admin.SendAsync(request);
            return response.StatusCode;
        }

        var statuses = await Task.WhenAll(Enumerable.Range(1, 8).Select(Put));
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(2, (await host.AuditAsync("a")).Count);
    }

    [Fact]
    public async Task Create_only_with_If_None_Match_is_refused_where_there_is_one()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { }, HttpStatusCode.Created);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Flags}/a") { Content = HttpClientExtensions.Content(new { rollout = 1 }) };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await host.Admin.SendAsync(request);
        await response.ReadProblemAsync(412, "precondition_failed");
    }

    [Theory]
    [InlineData("algorithm", """{"algorithm":"sha256-percent"}""")]
    [InlineData("salt", """{"salt":"other"}""")]
    public async Task Algorithm_and_salt_are_fixed_at_creation(string member, string body)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", new { salt = "first" }, HttpStatusCode.Created);
        var problem = await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/a", body, 409, $"{member}_fixed");
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _));
        var kept = await host.Admin.PutAsync<JsonElement>($"{Flags}/a", new { rollout = 1 });
        Assert.Equal("first", kept.Text("salt"));
    }

    [Fact]
    public async Task A_flag_that_another_depends_on_keeps_its_place_and_its_variants()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/base", new { enabled = true }, HttpStatusCode.Created);
        var dependent = new { enabled = true, prerequisites = new[] { new { flag = "base", variants = new[] { "on" } } } };
        await host.Admin.PutAsync<string>($"{Flags}/dependent", dependent, HttpStatusCode.Created);

        var problem = await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Flags}/base", null, 409, "flag_in_use");
        Assert.Contains("dependent", problem.Text("detail"), StringComparison.Ordinal);
        var other = new { variants = new { yes = true, no = false } };
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/base", other, 409, "variant_in_use");
        var circle = new { prerequisites = new[] { new { flag = "dependent", variants = new[] { "on" } } } };
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/base", circle, 400, "circular_prerequisites");

        await host.Admin.PutAsync<string>($"{Flags}/base", new { enabled = false });
        Assert.Equal("PREREQUISITE_FAILED", (await host.EvaluateAsync("dependent", new { user_id = "u1" })).Text("reason"));
        using var first = await host.Admin.DeleteAsync($"{Flags}/dependent");
        using var second = await host.Admin.DeleteAsync($"{Flags}/base");
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%20b")]
    [InlineData("%01")]
    [InlineData("-a")]
    [InlineData("%C3%A9")]
    public async Task Keys_of_the_wrong_form_are_refused(string key)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var response = await host.Admin.PutAsync($"{Flags}/{key}", HttpClientExtensions.Content(new { }));
        if (key == "a/b") await response.ReadProblemAsync(404, "not_found");
        else await response.ReadProblemAsync(400, "invalid_key");
    }

    [Fact]
    public async Task A_key_of_300_characters_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/{new string('a', 300)}", new { }, 400, "invalid_key");
    }

    [Theory]
    [InlineData("""{"colour":"red"}""", "unknown_member", "colour")]
    [InlineData("""{"enabled":"yes"}""", "wrong_type", "enabled")]
    [InlineData("""{"rollout":101}""", "invalid_percentage", "rollout")]
    [InlineData("""{"rollout":-1}""", "invalid_percentage", "rollout")]
    [InlineData("""{"rollout":"50"}""", "wrong_type", "rollout")]
    [InlineData("""{"key":"b"}""", "key_mismatch", "key")]
    [InlineData("""{"type":"colour"}""", "wrong_type", "type")]
    [InlineData("""{"type":"string"}""", "variants_required", "variants")]
    [InlineData("""{"type":"string","variants":{"a":1}}""", "type_mismatch", "variants[0].value")]
    [InlineData("""{"variants":[{"key":"a","value":true},{"key":"a","value":false}]}""", "duplicate_variant", "variants[1].key")]
    [InlineData("""{"variants":{"a b":true}}""", "invalid_key", "variants[0].key")]
    [InlineData("""{"variants":[{"key":"a","value":true},null]}""", "wrong_type", "variants[1]")]
    [InlineData("""{"rules":[null]}""", "wrong_type", "rules[0]")]
    [InlineData("""{"rules":{"roles":[null]}}""", "wrong_type", "rules.roles")]
    [InlineData("""{"prerequisites":[null]}""", "wrong_type", "prerequisites")]
    [InlineData("""{"off_variant":"nope"}""", "unknown_variant", "off_variant")]
    [InlineData("""{"rules":[{"if":null,"serve":{"split":{"on":-1}}}]}""", "invalid_weight", "rules[0].serve.split")]
    [InlineData("""{"rules":[{"if":null,"serve":{"split":{"on":0,"off":0}}}]}""", "no_weight", "rules[0].serve.split")]
    [InlineData("""{"rules":[{"if":null,"serve":{"experiment":"nope"}}]}""", "unknown_experiment", "rules[0].serve.experiment")]
    [InlineData("""{"rules":[{"if":{"segment":"nope"},"serve":true}]}""", "unknown_segment", "rules[0].if.segment")]
    [InlineData("""{"rules":[{"if":{"attribute":"a","op":"matches","value":"("},"serve":true}]}""", "invalid_pattern", "rules[0].if.value")]
    [InlineData("""{"audience":{"attribute":"a","op":"equal","value":1}}""", "unknown_operator", "audience.op")]
    [InlineData("""{"prerequisites":[{"flag":"nope","variants":["on"]}]}""", "unknown_flag", "prerequisites[0].flag")]
    [InlineData("""{"rules":{"allowList":["a"]},"allow":["b"]}""", "conflicting_members", "rules")]
    [InlineData("""{"deny":[""]}""", "invalid_id", "deny[0]")]
    [InlineData("""{"tags":[""]}""", "invalid_tag", "tags[0]")]
    [InlineData("""{"description":"a\u0001b"}""", "invalid_text", "description")]
    [InlineData("""{"algorithm":"md5"}""", "unknown_algorithm", "algorithm")]
    public async Task Bad_flags_are_refused_with_code_and_member(string body, string code, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/a", body, 400, code);
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/a", null, 404, "unknown_flag");
        Assert.Empty(await host.AuditAsync("a"));
    }

    [Theory]
    [InlineData("""{"audience":{"attribute":"a","op":"equals","value":1,"colour":1}}""", "audience")]
    [InlineData("""{"rules":{"roles":["a"],"colour":1}}""", "rules.colour")]
    [InlineData("""{"rules":[{"serve":true},{"serve":true,"iff":1}]}""", "rules[1].iff")]
    [InlineData("""{"rules":[{"if":{"all":[]}}]}""", "rules[0].serve")]
    [InlineData("""{"rules":"on"}""", "rules")]
    [InlineData("""{"variants":[{"key":"on"}]}""", "variants[0].value")]
    [InlineData("""{"variants":7}""", "variants")]
    public async Task Misspelt_parts_are_refused_by_their_place(string body, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var response = await host.Admin.PutAsync($"{Flags}/a", HttpClientExtensions.Content(body));
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem.Text("code"), new[] { "invalid_value", "unknown_member", "missing_member" });
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_rule_without_a_condition_is_for_everyone()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Flags}/a", """{"enabled":true,"rollout":0,"rules":[{"serve":true}]}""", HttpStatusCode.Created);
        Assert.True((await host.EvaluateAsync("a", new { })).GetProperty("value").GetBoolean());
    }

    [Theory]
    [InlineData("server")]
    [InlineData("client")]
    public async Task Keys_of_applications_may_not_touch_flags(string kind)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync(kind));
        await client.ProblemAsync(HttpMethod.Get, Flags, null, 403, "forbidden");
        await client.ProblemAsync(HttpMethod.Put, $"{Flags}/a", new { }, 403, "forbidden");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, Flags, null, 401, "unauthenticated");
    }

    [Fact]
    public async Task Unknown_environments_are_404()
    {
        await using var host = await TurnoutHost.StartAsync();
        const string nowhere = "/api/v1/environments/nowhere/flags";
        await host.Admin.ProblemAsync(HttpMethod.Get, nowhere, null, 404, "unknown_environment");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{nowhere}/a", null, 404, "unknown_environment");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{nowhere}/a", new { }, 404, "unknown_environment");
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{nowhere}/a", null, 404, "unknown_environment");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{nowhere}/a/toggle", new { enabled = true }, 404, "unknown_environment");
    }
}
