using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Turnout.Server.Events;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Hosting;
using Turnout.Server.Sinks;

namespace Turnout.Server.Tests.Cohort;

/// <summary>
/// The test cohort leaves no trace, wherever someone may come to look: every read of the API is tried, and everything that reads the log or works
/// in the background is known by name. What is new and unguarded fails here.
/// </summary>
public sealed partial class CohortExclusionTests
{
    const string Environment = "/api/v1/environments/production";

    /// <summary>Reads that show the test cohort, and why.</summary>
    static readonly Dictionary<string, string> Shows = new()
    {
        ["listRecentEvents"] = "shows what arrives, and marks what is synthetic: to see whether a smoke test gets through",
        ["findSyntheticResults"] = "the cohort's own view, for smoke tests",
        ["listCohort"] = "the cohort itself",
        ["getMetrics"] = "counts requests and events taken, for the server's keeper; exposures and conversions in it leave the cohort out",
        ["listKeys"] = "when a key was used last, whoever used it",
        ["listConnections"] = "which keys were used and which calls were refused, whoever called; names no unit",
    };

    /// <summary>Everything that holds the log of events or may ask for assignments, and how it keeps the test cohort out.</summary>
    static readonly Dictionary<string, string> Readers = new()
    {
        ["EventIntake"] = "writes: marks events of the cohort",
        ["EventEndpoints"] = "through EventIntake",
        ["Conversions"] = "writes: marks conversions of the cohort",
        ["EventMover"] = "moves records as they are, mark and all",
        ["ClickHouseEvents"] = "keeps records as they are, mark and all",
        ["EventLogStore"] = "keeps records as they are, mark and all",
        ["RecentEvents"] = "marks them: EveryRead",
        ["Exports"] = "leaves them out unless asked: EveryRead, ExportTests",
        ["ExperimentResults"] = "LogScan leaves them out: EveryRead",
        ["EnvironmentIndex"] = "LogScan leaves them out: EveryRead",
        ["EventRetention"] = "KeptRecords keeps nothing of them: EventRetentionTests",
        ["Reanalysis"] = "LogScan leaves them out: EventRetentionTests",
        ["SinkFeed"] = "lets none pass: SinkDeliveryTests",
        ["SinkEndpoints"] = "through SinkFeed",
        ["SinkRunner"] = "asks for positions; reads through SinkFeed",
        ["MetricPasts"] = "leaves them out: EveryRead",
        ["Erasure"] = "writes: takes a unit's name out, mark or no mark",
        ["ErasureJob"] = "writes: takes a unit's name out, mark or no mark",
        ["StoreParts"] = "compares and moves whole stores, mark and all",
        ["SyntheticResults"] = "counts the cohort and nobody else",
        ["FlagExperimentWrites"] = "writes: marks assignments of the cohort",
    };

    /// <summary>Everything that works in the background, and why the cohort does not come into it.</summary>
    static readonly Dictionary<string, string> Jobs = new()
    {
        ["DatabaseStart"] = "reads no unit", ["FirstSignIn"] = "reads no unit", ["KeyUseWriter"] = "keys, not units", ["StreamTokens"] = "reads no unit", ["SealedSecrets"] = "reads no unit",
        ["Rulesets"] = "definitions, not units", ["ChangeStreams"] = "says that something changed", ["SettingsTable"] = "reads no unit", ["FirstRevisions"] = "definitions, not units",
        ["Schedules"] = "goes by the clock", ["DraftSchedule"] = "goes by the clock", ["WebhookDispatcher"] = "goes by the audit log, in which no unit's doings are",
        ["RecentContexts"] = "keeps none of the cohort: RecentContextsTests", ["EventMover"] = "moves records as they are, mark and all", ["EventRetention"] = "removes by age", ["SinkRunner"] = "reads through SinkFeed",
        ["GuardrailJob"] = "decides by results, which leave them out", ["RampJob"] = "goes by the clock and by results, which leave them out",
        ["ErasureJob"] = "takes a unit's name out, whoever it is", ["VerdictJob"] = "tells results, which leave them out",
        ["OpenTelemetryExport"] = "counts the server's own doings, names no unit",
    };

    [Fact]
    public async Task No_read_of_the_API_answers_otherwise_for_all_that_the_test_cohort_does()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Environment}/flags/f", new { key = "f", enabled = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/s", new { key = "s", @if = new { attribute = "country", op = "equals", value = "de" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/metrics/m", new { key = "m", @event = "paid", type = "sum" }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "e", unit = "user", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, metrics = new[] { "m" } });
        await host.Admin.PutAsync<string>($"{Environment}/cohort/user/robot", null, HttpStatusCode.NoContent);
        await host.Admin.PutAsync<string>($"{Environment}/cohort/team/robots", null, HttpStatusCode.NoContent);
        using var server = host.Client(await host.CreateKeyAsync("server"));
        for (var i = 0; i < 4; i++) await BeAUserAsync(server, $"person{i}", "people");

        // Lists show the verdict of results that someone has looked at.
        await host.Admin.GetAsync<JsonElement>($"{Environment}/experiments/e/results");
        var before = await ReadAllAsync(host);
        await BeAUserAsync(server, "robot", "people");
        await BeAUserAsync(server, "another", "robots");
        var after = await ReadAllAsync(host);
        Assert.Equal(before.Keys, after.Keys);
        foreach (var (read, answer) in before)
        {
            if (Shows.ContainsKey(read)) continue;
            Assert.True(answer == after[read], $"{read} shows the test cohort:\n{answer}\nand then\n{after[read]}");
        }

        // And that this would have been noticed: the same doings of an ordinary user change what one expects.
        await BeAUserAsync(server, "person9", "people");
        var changed = await ReadAllAsync(host);
        var differing = before.Keys.Where(read => before[read] != changed[read]).ToList();
        foreach (var read in new[] { "findResults", "findResultsByDay", "findResultsBySlice", "explainResults", "exportEvents", "exportAssignments", "getExperiment" }) Assert.Contains(read, differing);
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_smoke_test_sees_its_own_doings_and_nobody_else_s(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/metrics/m", new { key = "m", @event = "paid", type = "sum" }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "e", unit = "user", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 0 } }, metrics = new[] { "m" } });
        await host.Admin.PutAsync<string>($"{Environment}/cohort/user/robot", null, HttpStatusCode.NoContent);
        using var server = host.Client(await host.CreateKeyAsync("server"));
        foreach (var user in new[] { "robot", "person" }) await BeAUserAsync(server, user, "people");
        var view = await host.Admin.GetAsync<JsonElement>($"{Environment}/experiments/e/results/synthetic");
        Assert.Equal(
            """{"experiment":"e","variants":[{"key":"a","assignments":1,"exposures":1,"units":1,"conversions":1,"events":{"paid":1}},{"key":"b","assignments":0,"exposures":0,"units":0,"conversions":0,"events":{"paid":0}}]}""",
            view.GetRawText());
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Environment}/experiments/nothing/results/synthetic", null, 404, "unknown_experiment");
    }

    [Fact]
    public void Everything_that_reads_the_log_or_assignments_is_known_to_keep_the_cohort_out()
    {
        var readers = Types().Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && HoldsTheLog(type)).Select(type => type.Name.Split('`')[0]).ToHashSet();
        Assert.Contains("Exports", readers);
        Assert.Contains("SinkFeed", readers);
        Assert.Empty(readers.Except(Readers.Keys));
    }

    [Fact]
    public void Everything_that_works_in_the_background_is_known_to_keep_the_cohort_out()
    {
        var jobs = Types().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IHostedService).IsAssignableFrom(type)).Select(type => type.Name).ToHashSet();
        Assert.Contains("Schedules", jobs);
        Assert.Empty(jobs.Except(Jobs.Keys));
    }

    [Fact]
    public void Sinks_get_events_through_their_one_door()
    {
        var sinks = Types().Where(type => typeof(EventSink).IsAssignableFrom(type) && !type.IsAbstract).ToList();
        Assert.True(sinks.Count >= 4, $"{sinks.Count} sinks");
        Assert.DoesNotContain(sinks, HoldsTheLog);
    }

    static IEnumerable<Type> Types() => typeof(TurnoutServer).Assembly.GetTypes();

    /// <summary>Whether it has the log, or takes it somewhere, or may page through assignments.</summary>
    static bool HoldsTheLog(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Type[] log = [typeof(EventLogStore), typeof(EventLog), typeof(AssignmentStore)];
        return type != typeof(EventLog) && type != typeof(AssignmentStore) && type.Namespace?.EndsWith(".Assignments", StringComparison.Ordinal) != true
            && (type.GetFields(all).Any(field => log.Contains(field.FieldType))
                || type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).Any(method => method.GetParameters().Any(parameter => log.Contains(parameter.ParameterType))));
    }

    /// <summary>Meets the experiment, and does what its metric counts.</summary>
    static async Task BeAUserAsync(HttpClient server, string user, string team)
    {
        var context = new { user_id = user, team_id = team, country = "de" };
        var variant = (await server.AssignAsync("e", context)).Variant;
        await server.PostAsync<JsonElement>("/api/v1/evaluate", new { context });
        await server.SendEventsAsync(
            new { id = $"{user}-1", @event = "experiment_viewed", user_id = user, team_id = team, properties = new { experiment_slug = "e", variant, assignment_type = "deterministic", country = "de" } },
            new { id = $"{user}-2", @event = "paid", user_id = user, team_id = team, value = 42 },
            new { id = $"{user}-3", @event = "experiment_conversion", user_id = user, team_id = team, properties = new { experiment_slug = "e", variant, assignment_type = "deterministic", conversion_event = "paid" } });
    }

    /// <summary>What every GET of the API answers to an admin, by the operation's name.</summary>
    static async Task<SortedDictionary<string, string>> ReadAllAsync(TurnoutHost host)
    {
        var document = await host.Anonymous.GetAsync<JsonElement>("/openapi/v1.json");
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("get", out var operation) || path.Name.Contains("/stream", StringComparison.Ordinal)) continue;
            var key = path.Name.Contains("/flags/", StringComparison.Ordinal) ? "f" : path.Name.Contains("/metrics/", StringComparison.Ordinal) ? "m"
                : path.Name.Contains("/segments/", StringComparison.Ordinal) ? "s" : "e";
            var address = Placeholder().Replace(path.Name.Replace("{environment}", "production", StringComparison.Ordinal).Replace("{metric}", "m", StringComparison.Ordinal), key);
            if (path.Name.EndsWith("/slices", StringComparison.Ordinal)) address += "?dimension=country";
            using var answer = await host.Admin.GetAsync(address);
            answers[operation.GetProperty("operationId").GetString()!] = $"{(int)answer.StatusCode} {RequestId().Replace(await answer.Content.ReadAsStringAsync(), "")}";
        }
        Assert.True(answers.Count(answer => answer.Value.StartsWith("200", StringComparison.Ordinal)) > 20, string.Join('\n', answers.Select(answer => $"{answer.Key} {answer.Value[..Math.Min(100, answer.Value.Length)]}")));
        return answers;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"request_id\":\"[^\"]*\"")]
    private static partial Regex RequestId();
}
