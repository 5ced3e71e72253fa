using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Tests.Members;
using Turnout.Server.Tests.Outbound;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Drafts;

public class DraftTests
{
    const string Environment = "/api/v1/environments/production";
    const string Flags = Environment + "/flags";
    const string Drafts = Environment + "/drafts";

    static readonly object Rollout20 = new { kind = "flag", key = "f", action = "set", change = new { enabled = true, rollout = 20 }, comment = "Time to grow." };

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_change_waits_for_someone_elses_approval_and_is_then_applied(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await ReviewedAsync(database);
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "releaser" });
        var (_, bob) = await host.JoinAsync("bob@example.org", new { production = "releaser" });

        await ada.ProblemAsync(HttpMethod.Put, $"{Flags}/f", new { enabled = true, rollout = 20 }, 409, "review_required");
        var draft = await ada.PostAsync<JsonElement>(Drafts, Rollout20, HttpStatusCode.Created);
        var address = $"{Drafts}/{draft.Text("id")}";
        Assert.Equal(("open", "member:ada@example.org", 1), (draft.Text("status"), draft.Text("author"), draft.GetProperty("approvals_needed").GetInt32()));
        Assert.Equal(["rollout 10 % → 20 %"], draft.GetProperty("differences").EnumerateArray().Select(difference => difference.Text("words")));
        Assert.Equal(10, (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("rollout").GetDouble());

        await ada.ProblemAsync(HttpMethod.Post, $"{address}/approve", new { }, 403, "own_draft");
        await ada.ProblemAsync(HttpMethod.Post, $"{address}/apply", null, 409, "not_approved");
        Assert.Equal("approved", (await bob.PostAsync<JsonElement>($"{address}/approve", new { comment = "Go." })).Text("status"));
        var applied = await ada.PostAsync<JsonElement>($"{address}/apply", null);
        Assert.Equal("applied", applied.Text("status"));
        Assert.Equal(20, (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("rollout").GetDouble());
        await bob.ProblemAsync(HttpMethod.Post, $"{address}/apply", null, 409, "draft_closed");

        Assert.Equal(["draft.created", "draft.approved", "draft.applied"], (await host.AuditAsync(draft.Text("id"))).Select(entry => entry.Text("kind")));
        Assert.Equal(draft.Text("id"), (await host.AuditAsync("f"))[^1].GetProperty("metadata").Text("draft"));
        var revision = (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions")).GetProperty("items")[0];
        Assert.Equal(applied.GetProperty("applied_version").GetInt64(), revision.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task What_becomes_of_a_draft_is_told_to_a_webhook_that_names_no_kinds_in_words_that_name_its_item()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await ReviewedAsync(settings: Receiver.Allowed);
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "releaser" });
        await host.CreateWebhookAsync(receiver.Url);
        var draft = await ada.PostAsync<JsonElement>(Drafts, Rollout20, HttpStatusCode.Created);
        await host.Admin.PostAsync<JsonElement>($"{Drafts}/{draft.Text("id")}/approve", new { comment = "Go." });
        await ada.PostAsync<JsonElement>($"{Drafts}/{draft.Text("id")}/apply", null);
        await host.DispatchAsync();
        var told = new List<string>();
        while (receiver.Waiting > 0) told.Add((await receiver.NextAsync()).Json.GetProperty("data").Text("summary"));
        Assert.Equal(
            [
                "draft of flag 'f' was created in production by member:ada@example.org", "draft of flag 'f' was approved in production by admin",
                "flag 'f' was updated in production by member:ada@example.org", "draft of flag 'f' was applied in production by member:ada@example.org",
            ], told);
    }

    [Fact]
    public async Task A_ramp_is_reviewed_like_any_change_and_begins_once_it_is_applied()
    {
        await using var host = await ReviewedAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "releaser" });
        var (_, bob) = await host.JoinAsync("bob@example.org", new { production = "releaser" });
        var ramp = new { steps = new[] { new { percent = 25 }, new { percent = 100 } } };
        await ada.ProblemAsync(HttpMethod.Put, $"{Flags}/f/ramp", ramp, 409, "review_required");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "ramp", change = new { steps = new[] { new { percent = 200 } } } }, 400, "invalid_steps");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "resume_ramp" }, 404, "unknown_ramp");

        var draft = await ada.PostAsync<JsonElement>(Drafts, new { kind = "flag", key = "f", action = "ramp", change = ramp }, HttpStatusCode.Created);
        Assert.Contains("25 % → 100 %", Assert.Single(draft.GetProperty("differences").EnumerateArray()).Text("words"));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/f/ramp", null, 404, "unknown_ramp");
        await bob.PostAsync<JsonElement>($"{Drafts}/{draft.Text("id")}/approve", new { });
        await ada.PostAsync<JsonElement>($"{Drafts}/{draft.Text("id")}/apply", null);
        Assert.Equal("running", (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/ramp")).Text("status"));

        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/ramp/pause", null);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/ramp/resume", null, 409, "review_required");
        var resumed = await bob.PostAsync<JsonElement>(Drafts, new { kind = "flag", key = "f", action = "resume_ramp" }, HttpStatusCode.Created);
        await ada.PostAsync<JsonElement>($"{Drafts}/{resumed.Text("id")}/approve", new { });
        await bob.PostAsync<JsonElement>($"{Drafts}/{resumed.Text("id")}/apply", null);
        Assert.Equal("running", (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/ramp")).Text("status"));
    }

    [Fact]
    public async Task What_makes_things_safer_needs_no_review()
    {
        await using var host = await ReviewedAsync(run: true);
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/toggle", new { enabled = false });
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/toggle", new { enabled = true }, 409, "review_required");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/pause", null);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/resume", null, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Harness.Experiments}/e", new { traffic = 100 }, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/conclude", new { winner = "a", make_default = true }, 409, "review_required");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/conclude", new { winner = "a" });
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Harness.Experiments}/e", null, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Environment}/segments/s", new { @if = new { segment = "t" } }, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Environment}/holdout", new { percent = 5 }, 409, "review_required");

        // A draft of an experiment decides nothing, unless it starts by itself.
        var arms = new[] { new { key = "a" }, new { key = "b" } };
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e2", variants = arms }, HttpStatusCode.Created);
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/e2", new { traffic = 5 }, HttpStatusCode.OK);
        await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Harness.Experiments}/e2", new { start_at = "2026-02-01T00:00:00Z" }, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Post, Harness.Experiments, new { key = "e3", variants = arms, start_at = "2026-02-01T00:00:00Z" }, 409, "review_required");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e2/launch", null, 409, "review_required");
    }

    [Fact]
    public async Task A_draft_on_an_item_that_changed_since_is_written_and_reviewed_anew()
    {
        await using var host = await ReviewedAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "releaser" });
        var draft = await ada.PostAsync<JsonElement>(Drafts, Rollout20, HttpStatusCode.Created);
        var address = $"{Drafts}/{draft.Text("id")}";
        await host.Admin.PostAsync<JsonElement>($"{address}/approve", new { });
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/toggle", new { enabled = false });
        Assert.True((await ada.GetAsync<JsonElement>(address)).GetProperty("outdated").GetBoolean());
        await ada.ProblemAsync(HttpMethod.Post, $"{address}/apply", null, 409, "draft_outdated");
        await host.Admin.ProblemAsync(HttpMethod.Put, address, Rollout20, 403, "foreign_draft");
        var renewed = await ada.PutAsync<JsonElement>(address, Rollout20);
        Assert.Equal(("open", false, 0), (renewed.Text("status"), renewed.GetProperty("outdated").GetBoolean(), renewed.GetProperty("reviews").GetArrayLength()));
        Assert.Equal(["switched on", "rollout 10 % → 20 %"], renewed.GetProperty("differences").EnumerateArray().Select(difference => difference.Text("words")));
    }

    [Fact]
    public async Task An_approved_draft_is_applied_at_its_time_and_one_that_cannot_be_is_marked()
    {
        await using var host = await ReviewedAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "editor" });
        async Task<string> ApprovedAsync(object request)
        {
            var address = $"{Drafts}/{(await ada.PostAsync<JsonElement>(Drafts, request, HttpStatusCode.Created)).Text("id")}";
            await host.Admin.PostAsync<JsonElement>($"{address}/approve", null);
            return address;
        }
        var good = await ApprovedAsync(new { kind = "flag", key = "f", action = "set", change = new { enabled = true, rollout = 30 }, apply_at = "2026-01-15T13:00:00Z" });
        var late = await ApprovedAsync(new { kind = "flag", key = "f", action = "delete", apply_at = "2026-01-15T14:00:00Z" });
        await host.Service<DraftSchedule>().RunAsync();
        Assert.Equal("approved", (await ada.GetAsync<JsonElement>(good)).Text("status"));
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Service<DraftSchedule>().RunAsync();
        Assert.Equal("applied", (await ada.GetAsync<JsonElement>(good)).Text("status"));
        Assert.Equal(30, (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("rollout").GetDouble());
        Assert.Equal("schedule", (await host.AuditAsync("f"))[^1].Text("actor"));
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Service<DraftSchedule>().RunAsync();
        var failed = await ada.GetAsync<JsonElement>(late);
        Assert.Equal("failed", failed.Text("status"));
        Assert.StartsWith("draft_outdated", failed.Text("problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiments_are_launched_and_concluded_by_draft_and_two_approvals_can_be_asked_for()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e", variants = new[] { new { key = "on" }, new { key = "off" } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rules = new[] { new { serve = new { experiment = "e" } } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/settings", new { review = new { required = true, approvals = 2 } });
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "releaser" });
        var (_, bob) = await host.JoinAsync("bob@example.org", new { production = "releaser" });
        async Task RunAsync(object request)
        {
            var address = $"{Drafts}/{(await host.Admin.PostAsync<JsonElement>(Drafts, request, HttpStatusCode.Created)).Text("id")}";
            Assert.Equal(("open", 1), await ada.PostAsync<JsonElement>($"{address}/approve", null) is var once ? (once.Text("status"), once.GetProperty("approvals_needed").GetInt32()) : default);
            Assert.Equal("open", (await ada.PostAsync<JsonElement>($"{address}/approve", null)).Text("status"));
            Assert.Equal("approved", (await bob.PostAsync<JsonElement>($"{address}/approve", null)).Text("status"));
            Assert.Equal("applied", (await ada.PostAsync<JsonElement>($"{address}/apply", null)).Text("status"));
        }
        await RunAsync(new { kind = "experiment", key = "e", action = "launch" });
        Assert.Equal("running", (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e")).Text("status"));
        await RunAsync(new { kind = "experiment", key = "e", action = "conclude", change = new { winner = "on", make_default = true } });
        Assert.Equal("on", (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("rules")[0].Text("serve"));
        await RunAsync(new { kind = "holdout", key = "holdout", action = "set", change = new { percent = 5 } });
        await RunAsync(new { kind = "segment", key = "s", action = "set", change = new { @if = new { attribute = "plan", op = "exists" } } });
        await RunAsync(new { kind = "segment", key = "s", action = "delete" });
    }

    [Fact]
    public async Task Drafts_are_rejected_withdrawn_listed_and_nonsense_is_refused()
    {
        await using var host = await ReviewedAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "editor" });
        var (_, eve) = await host.JoinAsync("eve@example.org", new { production = "viewer" });
        await eve.ProblemAsync(HttpMethod.Post, Drafts, Rollout20, 403, "forbidden");
        var first = (await ada.PostAsync<JsonElement>(Drafts, Rollout20, HttpStatusCode.Created)).Text("id");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await ada.PostAsync<JsonElement>(Drafts, Rollout20, HttpStatusCode.Created)).Text("id");
        await ada.ProblemAsync(HttpMethod.Post, $"{Drafts}/{first}/approve", null, 403, "forbidden");
        Assert.Equal("rejected", (await host.Admin.PostAsync<JsonElement>($"{Drafts}/{first}/reject", new { comment = "Not on a Friday." })).Text("status"));
        Assert.Equal("withdrawn", (await ada.PostAsync<JsonElement>($"{Drafts}/{second}/withdraw", null)).Text("status"));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Drafts}/{second}/approve", null, 409, "draft_closed");
        var listed = await eve.GetAsync<JsonElement>($"{Drafts}?status=rejected");
        Assert.Equal([first], listed.GetProperty("items").EnumerateArray().Select(draft => draft.Text("id")));
        var page = await eve.GetAsync<JsonElement>($"{Drafts}?limit=1");
        Assert.Equal(first, (await eve.GetAsync<JsonElement>($"{Drafts}?limit=1&after={page.Text("next")}")).GetProperty("items")[0].Text("id"));

        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "set", change = new { enabled = true, rollout = 10 } }, 409, "nothing_to_change");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "explode" }, 400, "unknown_action");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "set", change = new { rollout = 900 } }, 400, "invalid_percentage");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "set", change = new { nonsense = 1 } }, 400, "unknown_member");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "x", action = "delete" }, 404, "unknown_flag");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "flag", key = "f", action = "delete", apply_at = "2020-01-01T00:00:00Z" }, 400, "invalid_schedule");
        await ada.ProblemAsync(HttpMethod.Post, Drafts, new { kind = "segment", key = "a b", action = "set", change = new { @if = new { segment = "s" } } }, 400, "invalid_key");
        await ada.ProblemAsync(HttpMethod.Get, $"{Drafts}?status=lost", null, 400, "invalid_status");
        await ada.ProblemAsync(HttpMethod.Get, $"{Drafts}/nothing", null, 404, "unknown_draft");
    }

    static async Task<TurnoutHost> ReviewedAsync(TestDatabase? database = null, bool run = false, Dictionary<string, string?>? settings = null)
    {
        var host = await TurnoutHost.StartAsync(database, settings);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 10 }, HttpStatusCode.Created);
        if (run) await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } }, traffic = 50 });
        await host.Admin.PutAsync<JsonElement>($"{Environment}/settings", new { review = new { required = true } });
        return host;
    }
}
