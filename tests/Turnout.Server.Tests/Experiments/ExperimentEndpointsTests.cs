using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Experiments;

public class ExperimentEndpointsTests
{
    const string Production = "/api/v1/environments/production";
    const string Experiments = $"{Production}/experiments";

    static readonly object[] Arms = [new { key = "control" }, new { key = "treatment" }];

    static Task<JsonElement> CreateAsync(TurnoutHost host, string key = "button") =>
        host.Admin.PostAsync<JsonElement>(Experiments, new { key, variants = Arms }, HttpStatusCode.Created);

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_experiment_is_made_in_draft_with_defaults(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var made = await CreateAsync(host);
        Assert.Equal(
            ("draft", "user", "deterministic", "murmur3-v1", "button", "control"),
            (made.Text("status"), made.Text("unit"), made.Text("assignment"), made.Text("algorithm"), made.Text("salt"), made.Text("control")));
        Assert.Equal("""[{"key":"control","weight":1},{"key":"treatment","weight":1}]""", made.GetProperty("variants").GetRawText());
        Assert.Equal(100, made.GetProperty("traffic").GetDouble());
        Assert.Equal(JsonValueKind.Null, made.GetProperty("started_at").ValueKind);
        var read = await host.Admin.GetAsync<JsonElement>($"{Experiments}/button");
        Assert.Equal(0, read.GetProperty("assignments").GetInt64());
        Assert.Equal(made.GetRawText(), read.GetRawText().Replace("\"assignments\":0,", "", StringComparison.Ordinal));
        await host.Admin.ProblemAsync(HttpMethod.Post, Experiments, new { key = "button", variants = Arms }, 409, "key_taken");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_life_of_an_experiment_goes_from_draft_to_the_archive_and_is_audited(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await CreateAsync(host);
        foreach (var (step, status) in new[] { ("launch", "running"), ("pause", "paused"), ("resume", "running"), ("stop", "stopped"), ("archive", "archived") })
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(status, (await host.Admin.PostAsync<JsonElement>($"{Experiments}/button/{step}", null)).Text("status"));
        }
        var end = await host.Admin.GetAsync<JsonElement>($"{Experiments}/button");
        Assert.Equal("2026-01-15T13:00:00.000Z", end.Text("started_at"));
        Assert.Equal("2026-01-15T16:00:00.000Z", end.Text("stopped_at"));
        Assert.Equal(
            ["experiment.created", "experiment.launched", "experiment.paused", "experiment.resumed", "experiment.stopped", "experiment.archived"],
            (await host.AuditAsync("button")).Select(entry => entry.Text("kind")));
    }

    [Theory]
    [InlineData("", "pause,resume,stop,archive")]
    [InlineData("launch", "launch,resume,archive")]
    [InlineData("launch,pause", "launch,pause,archive")]
    [InlineData("launch,stop", "launch,pause,resume,stop")]
    [InlineData("launch,stop,archive", "launch,pause,resume,stop,archive")]
    public async Task Steps_that_the_state_does_not_allow_are_refused(string steps, string refused)
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        var status = "draft";
        foreach (var step in steps.Split(',', StringSplitOptions.RemoveEmptyEntries))
            status = (await host.Admin.PostAsync<JsonElement>($"{Experiments}/button/{step}", null)).Text("status");
        foreach (var step in refused.Split(','))
        {
            var problem = await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/button/{step}", null, 409, "invalid_transition");
            Assert.Contains(status, problem.Text("detail"), StringComparison.Ordinal);
        }
        if (status is "draft" or "archived")
            await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/button/conclude", new { winner = "treatment" }, 409, "invalid_transition");
    }

    [Fact]
    public async Task A_draft_can_be_changed_member_by_member()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        var patch = """{"unit":"team","traffic":50,"salt":"s2","if":{"plans":["pro"]},"variants":[{"key":"a","weight":3},{"key":"b","weight":1}],"control":"b"}""";
        var edited = await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/button", patch, HttpStatusCode.OK);
        Assert.Equal(("team", "s2", "b"), (edited.Text("unit"), edited.Text("salt"), edited.Text("control")));
        Assert.Equal("plan", edited.GetProperty("if").Text("attribute"));
        var reset = await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/button", """{"if":null,"control":null}""", HttpStatusCode.OK);
        Assert.False(reset.TryGetProperty("if", out _));
        Assert.Equal("a", reset.Text("control"));
        Assert.Equal("team", reset.Text("unit"));
        var entry = (await host.AuditAsync("button"))[1];
        Assert.Contains("traffic", entry.GetProperty("metadata").GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
    }

    [Theory]
    [InlineData("""{"variants":[{"key":"control","weight":2},{"key":"treatment","weight":1}]}""", "variants")]
    [InlineData("""{"unit":"team"}""", "unit")]
    [InlineData("""{"salt":"other"}""", "salt")]
    [InlineData("""{"algorithm":"sha256-modulo"}""", "algorithm")]
    [InlineData("""{"assignment":"random"}""", "assignment")]
    [InlineData("""{"if":{"segment":"s"}}""", "if")]
    [InlineData("""{"traffic":40}""", "traffic")]
    [InlineData("""{"start_at":"2027-01-01T00:00:00Z"}""", "start_at")]
    public async Task After_the_launch_what_decides_variants_stands_still(string patch, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Production}/segments/s", new { @if = new { all = Array.Empty<object>() } }, HttpStatusCode.Created);
        await CreateAsync(host);
        await host.Admin.SendAsync<string>(HttpMethod.Patch, $"{Experiments}/button", """{"traffic":50}""", HttpStatusCode.OK);
        foreach (var step in new[] { "launch", "pause", "stop" })
        {
            await host.Admin.PostAsync<string>($"{Experiments}/button/{step}", null);
            var problem = await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Experiments}/button", patch, 409, "not_editable");
            Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
        }
    }

    [Fact]
    public async Task After_the_launch_texts_end_metrics_and_more_traffic_may_change()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Production}/metrics/m", new { @event = "e", type = "sum" }, HttpStatusCode.Created);
        await CreateAsync(host);
        await host.Admin.SendAsync<string>(HttpMethod.Patch, $"{Experiments}/button", """{"traffic":50}""", HttpStatusCode.OK);
        await host.Admin.PostAsync<string>($"{Experiments}/button/launch", null);
        var patch = """{"description":"d","hypothesis":"h","stop_at":"2026-02-01T00:00:00Z","metrics":["m"],"traffic":60,"enrolment_closed":true}""";
        var edited = await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/button", patch, HttpStatusCode.OK);
        Assert.Equal(60, edited.GetProperty("traffic").GetDouble());
        Assert.Equal("running", edited.Text("status"));
    }

    [Fact]
    public async Task A_race_between_editors_is_412()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        await host.Admin.SendAsync<string>(HttpMethod.Patch, $"{Experiments}/button", """{"description":"first"}""", HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Experiments}/button") { Content = HttpClientExtensions.Content("""{"description":"second"}""") };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var response = await host.Admin.SendAsync(request);
        await response.ReadProblemAsync(412, "precondition_failed");
        using var launch = new HttpRequestMessage(HttpMethod.Post, $"{Experiments}/button/launch");
        launch.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var late = await host.Admin.SendAsync(launch);
        await late.ReadProblemAsync(412, "precondition_failed");
    }

    [Fact]
    public async Task Percentages_and_names_are_taken_as_Cal_com_and_IndieTix_write_them()
    {
        await using var host = await TurnoutHost.StartAsync();
        var body = """{"key":"e","variants":[{"name":"a","percentage":33.3},{"name":"b","percentage":33.3},{"name":"c","percentage":33.4}]}""";
        var made = await host.Admin.PostAsync<JsonElement>(Experiments, body, HttpStatusCode.Created);
        Assert.Equal("""[{"key":"a","weight":33.3},{"key":"b","weight":33.3},{"key":"c","weight":33.4}]""", made.GetProperty("variants").GetRawText());
        var within = """{"key":"f","variants":[{"name":"a","percentage":50},{"name":"b","percentage":49.99}]}""";
        await host.Admin.PostAsync<string>(Experiments, within, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Conclude_names_the_winner_and_makes_it_the_default_of_flags_that_serve_the_experiment()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<string>(Experiments, new { key = "ui", variants = new object[] { new { key = "off", weight = 1 }, new { key = "on", weight = 1 } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>(Experiments, new { key = "colour", variants = new object[] { new { key = "red", value = "#f00" }, new { key = "lime", value = "#0f0" } } }, HttpStatusCode.Created);
        var everyone = new { all = Array.Empty<object>() };
        await host.Admin.PutAsync<string>($"{Production}/flags/new-ui", new { enabled = true, rules = new[] { new { name = "test", @if = everyone, serve = new { experiment = "ui" } } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Production}/flags/colour", new { type = "string", enabled = true, variants = new { red = "#f00" }, rules = new[] { new { @if = everyone, serve = new { experiment = "colour" } } } }, HttpStatusCode.Created);
        foreach (var key in new[] { "ui", "colour" }) await host.Admin.PostAsync<string>($"{Experiments}/{key}/launch", null);

        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/ui/conclude", new { winner = "nope" }, 400, "unknown_variant");
        var ui = await host.Admin.PostAsync<JsonElement>($"{Experiments}/ui/conclude", new { winner = "on", make_default = true });
        Assert.Equal(("stopped", "on"), (ui.Text("status"), ui.Text("winner")));
        await host.Admin.PostAsync<string>($"{Experiments}/colour/conclude", new { winner = "lime", make_default = true });

        for (var i = 0; i < 20; i++)
        {
            Assert.True((await host.EvaluateAsync("new-ui", new { user_id = $"u{i}" })).GetProperty("value").GetBoolean());
            Assert.Equal("#0f0", (await host.EvaluateAsync("colour", new { user_id = $"u{i}" })).Text("value"));
        }
        var flag = (await host.AuditAsync("new-ui"))[^1];
        Assert.Equal(("flag.updated", "ui"), (flag.Text("kind"), flag.GetProperty("metadata").Text("experiment")));
        await host.Admin.PostAsync<string>($"{Experiments}/ui/archive", null);
    }

    [Fact]
    public async Task One_that_was_stopped_gets_its_winner_later_and_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        await host.Admin.PostAsync<string>($"{Experiments}/button/launch", null);
        await host.Admin.PostAsync<string>($"{Experiments}/button/stop", null);
        Assert.Equal("treatment", (await host.Admin.PostAsync<JsonElement>($"{Experiments}/button/conclude", new { winner = "treatment" })).Text("winner"));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/button/conclude", new { winner = "control" }, 409, "invalid_transition");
    }

    [Fact]
    public async Task A_flag_and_the_experiment_it_serves_fit_when_either_is_saved()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        object Rules(string experiment) => new[] { new { @if = new { all = Array.Empty<object>() }, serve = new { experiment } } };
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Production}/flags/f", new { rules = Rules("button") }, 400, "unmapped_variant");
        await host.Admin.SendAsync<string>(HttpMethod.Patch, $"{Experiments}/button", """{"variants":[{"key":"on"},{"key":"off"}]}""", HttpStatusCode.OK);
        await host.Admin.PutAsync<string>($"{Production}/flags/f", new { rules = Rules("button") }, HttpStatusCode.Created);

        var problem = await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Experiments}/button", """{"variants":[{"key":"on","value":1},{"key":"off"}]}""", 409, "flag_mismatch");
        Assert.Contains("flag 'f'", problem.Text("detail"), StringComparison.Ordinal);
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Experiments}/button?confirm=button", null, 409, "experiment_in_use");
    }

    [Fact]
    public async Task Delete_refuses_a_confirmation_that_does_not_fit_and_leaves_the_audit_log()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Experiments}/button?confirm=yes", null, 400, "wrong_confirmation");
        using var deleted = await host.Admin.DeleteAsync($"{Experiments}/button?confirm=button");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Experiments}/button", null, 404, "unknown_experiment");
        Assert.Equal(["experiment.created", "experiment.deleted"], (await host.AuditAsync("button")).Select(entry => entry.Text("kind")));
    }

    [Fact]
    public async Task Layers_keep_experiments_apart()
    {
        await using var host = await TurnoutHost.StartAsync();
        object Body(string key, int from, int to) => new { key, variants = Arms, layer = new { key = "checkout", from, to } };
        await host.Admin.PostAsync<string>(Experiments, Body("a", 0, 5000), HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, Experiments, Body("b", 4999, 10_000), 409, "layer_overlap");
        await host.Admin.PostAsync<string>(Experiments, Body("b", 5000, 10_000), HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, Experiments, Body("c", 5, 5), 400, "invalid_slots");
        foreach (var key in new[] { "a", "b" }) await host.Admin.PostAsync<string>($"{Experiments}/{key}/launch", null);
        using var client = host.Client(await host.CreateKeyAsync("server"));
        for (var i = 0; i < 50; i++)
        {
            var answer = await client.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = $"u{i}" } });
            Assert.Single(answer.GetProperty("experiments").EnumerateObject());
        }
        await host.Admin.PostAsync<string>($"{Experiments}/a/stop", null);
        await host.Admin.PostAsync<string>(Experiments, Body("c", 0, 100), HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_holdout_is_in_no_experiment()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        await host.Admin.PostAsync<string>($"{Experiments}/button/launch", null);
        Assert.Equal("""{"percent":0}""", await host.Admin.GetAsync<string>($"{Production}/holdout"));
        await host.Admin.PutAsync<string>($"{Production}/holdout", new { percent = 100 });
        using var client = host.Client(await host.CreateKeyAsync("server"));
        var answer = await client.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u1" } });
        Assert.Empty(answer.GetProperty("experiments").EnumerateObject());
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Production}/holdout", new { percent = 101 }, 400, "invalid_percentage");
        Assert.Single(await host.AuditAsync("production"), entry => entry.Text("kind") == "holdout.updated");
    }

    [Fact]
    public async Task Random_experiments_are_drawn_once_by_evaluation_and_kept()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<string>(Experiments, new { key = "lottery", assignment = "random", variants = Arms }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Experiments}/lottery/launch", null);
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var seen = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var context = new { context = new { user_id = $"u{i}" } };
            var first = await client.PostAsync<JsonElement>("/api/v1/evaluate", context);
            var again = await client.PostAsync<JsonElement>("/api/v1/evaluate", context);
            var variant = first.GetProperty("experiments").Text("lottery");
            Assert.Equal(variant, again.GetProperty("experiments").Text("lottery"));
            Assert.True(first.GetProperty("assignments").GetProperty("lottery").GetProperty("is_new").GetBoolean());
            Assert.False(again.GetProperty("assignments").GetProperty("lottery").GetProperty("is_new").GetBoolean());
            seen.Add(variant);
        }
        Assert.Equal(2, seen.Count);
        Assert.Equal(40, (await host.Admin.GetAsync<JsonElement>($"{Experiments}/lottery")).GetProperty("assignments").GetInt64());
        Assert.Equal(40, (await host.Admin.GetAsync<JsonElement>(Experiments)).GetProperty("items")[0].GetProperty("assignments").GetInt64());
    }

    [Fact]
    public async Task List_is_searched_filtered_by_status_and_paged()
    {
        await using var host = await TurnoutHost.StartAsync();
        foreach (var key in new[] { "a", "b", "c" }) await CreateAsync(host, key);
        await host.Admin.PostAsync<string>($"{Experiments}/b/launch", null);
        async Task<string[]> Keys(string query) =>
            [.. (await host.Admin.GetAsync<JsonElement>($"{Experiments}{query}")).GetProperty("items").EnumerateArray().Select(item => item.Text("key"))];
        Assert.Equal(["a", "b", "c"], await Keys(""));
        Assert.Equal(["b"], await Keys("?status=running"));
        Assert.Equal(["c"], await Keys("?q=C"));
        var first = await host.Admin.GetAsync<JsonElement>($"{Experiments}?limit=2");
        Assert.Equal(["c"], await Keys($"?limit=2&after={first.Text("next")}"));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Experiments}?status=odd", null, 400, "invalid_status");
    }

    [Theory]
    [InlineData("""{"variants":[{"key":"a"},{"key":"b"}]}""", "missing_member", "key")]
    [InlineData("""{"key":"a b","variants":[{"key":"a"},{"key":"b"}]}""", "invalid_key", "key")]
    [InlineData("""{"key":"e"}""", "variants_required", "variants")]
    [InlineData("""{"key":"e","variants":[{"key":"a"}]}""", "variants_required", "variants")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"a"}]}""", "duplicate_variant", "variants[1].key")]
    [InlineData("""{"key":"e","variants":[{"key":"a","weight":-1},{"key":"b","weight":1}]}""", "invalid_weight", "variants")]
    [InlineData("""{"key":"e","variants":[{"key":"a","weight":0},{"key":"b","weight":0}]}""", "no_weight", "variants")]
    [InlineData("""{"key":"e","variants":[{"key":"a","weight":1},{"key":"b"}]}""", "missing_member", "variants[1].weight")]
    [InlineData("""{"key":"e","variants":[{"key":"a","percentage":50},{"key":"b","percentage":49}]}""", "not_100_percent", "variants")]
    [InlineData("""{"key":"e","variants":[{"key":"a","percentage":50,"weight":1},{"key":"b","percentage":50}]}""", "conflicting_members", "variants[0]")]
    [InlineData("""{"key":"e","variants":[{"weight":1},{"key":"b","weight":1}]}""", "missing_member", "variants[0].key")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"control":"c"}""", "unknown_variant", "control")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"traffic":101}""", "invalid_percentage", "traffic")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"metrics":["nope"]}""", "unknown_metric", "metrics[0]")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"if":{"segment":"nope"}}""", "unknown_segment", "if.segment")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"algorithm":"md5"}""", "unknown_algorithm", "algorithm")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"status":"running"}""", "unknown_member", "status")]
    [InlineData("""{"key":"e","variants":[{"key":"a","colour":1},{"key":"b"}]}""", "unknown_member", "variants[0].colour")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"start_at":"tomorrow"}""", "invalid_value", "start_at")]
    [InlineData("""{"key":"e","variants":[{"key":"a"},{"key":"b"}],"start_at":"2026-03-01T00:00:00Z","stop_at":"2026-02-01T00:00:00Z"}""", "invalid_schedule", "stop_at")]
    public async Task Bad_experiments_are_refused_with_code_and_member(string body, string code, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(HttpMethod.Post, Experiments, body, 400, code);
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
        Assert.Empty((await host.Admin.GetAsync<JsonElement>(Experiments)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"colour":1}""", 400, "unknown_member")]
    [InlineData("""{"traffic":"all"}""", 400, "wrong_type")]
    [InlineData("""{"key":"other"}""", 400, "key_mismatch")]
    [InlineData("[]", 400, "wrong_type")]
    public async Task Bad_patches_are_refused_by_code(string patch, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Experiments}/button", patch, status, code);
    }

    [Fact]
    public async Task Keys_of_applications_may_not_touch_experiments()
    {
        await using var host = await TurnoutHost.StartAsync();
        await CreateAsync(host);
        using var client = host.Client(await host.CreateKeyAsync("server"));
        await client.ProblemAsync(HttpMethod.Get, Experiments, null, 403, "forbidden");
        await client.ProblemAsync(HttpMethod.Post, $"{Experiments}/button/launch", null, 403, "forbidden");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, $"{Experiments}/button/launch", null, 401, "unauthenticated");
    }
}
