using System.Globalization;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Tests.Analysis;

public class ExportTests
{
    const string Events = "/api/v1/environments/production/events/export";
    const string Exposures = $"{Harness.Experiments}/exp/exposures/export";
    const string Assignments = $"{Harness.Experiments}/exp/assignments/export";

    /// <summary>An experiment with events in several commits: exposures of 40 units, a robot of the test cohort among them, and what they did.</summary>
    static async Task<(TurnoutHost Host, HttpClient Application)> StartAsync(TestDatabase? database = null)
    {
        var host = await TurnoutHost.StartAsync(database);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        var application = host.Client(await host.CreateKeyAsync("server"));
        for (var call = 0; call < 4; call++)
        {
            await application.SendEventsAsync([.. Enumerable.Range(call * 10, 10).SelectMany(i => new object[]
            {
                new { id = $"seen-{i}", @event = "experiment_viewed", user_id = i == 7 ? "robot" : $"user, {i}", properties = new { experiment_slug = "exp", variant = i % 2 == 0 ? "a" : "b", assignment_type = "deterministic", country = "de" } },
                new { id = $"did-{i}", @event = "buy", user_id = i == 7 ? "robot" : $"user, {i}", value = i / 10.0, properties = new { note = "a \"quoted\"\nline" } },
            })]);
        }
        return (host, application);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    [Trait(TestDatabase.NamesItsStores, "yes")]
    public async Task Pages_of_any_size_join_to_the_whole_in_every_format(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        var (host, application) = await StartAsync(database);
        await using var server = host;
        using var client = application;
        foreach (var (path, rows) in new[] { (Events, 78), (Exposures, 39), (Assignments, 39) })
        {
            foreach (var format in new[] { "ndjson", "csv", "json" })
            {
                var whole = Rows(await host.Admin.GetAsync<string>($"{path}?format={format}"), format);
                Assert.Equal(rows, whole.Count);
                Assert.DoesNotContain(whole, row => row.Contains("robot", StringComparison.Ordinal));
                foreach (var size in new[] { 1, 7, 20, 1000 })
                    Assert.Equal(whole, await PagesAsync(host, path, format, size));
            }
        }
        Assert.Equal(80, Rows(await host.Admin.GetAsync<string>($"{Events}?synthetic=true"), "ndjson").Count);
        Assert.Equal(40, Rows(await host.Admin.GetAsync<string>($"{Exposures}?synthetic=true"), "ndjson").Count);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    [Trait(TestDatabase.NamesItsStores, "yes")]
    public async Task Whoever_comes_back_with_the_cursor_gets_the_units_assigned_since(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a" }, new { key = "b" } } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var next = "";
        foreach (var units in new string[][] { [], ["m", "x"], ["a"], [] })
        {
            foreach (var unit in units) await application.PostAsync<string>("/api/v1/experiments/exp/assign", new { context = new { user_id = unit } });
            using var page = await host.Admin.GetAsync($"{Assignments}?format=csv&limit=10{next}");
            Assert.Equal(units, (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n').Skip(1).SkipLast(1).Select(line => line.Split(',')[3]));
            next = $"&after={page.Headers.GetValues("Turnout-Next").Single()}";
            host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_cursor_gets_what_came_since()
    {
        var (host, application) = await StartAsync();
        await using var server = host;
        using var client = application;
        using var first = await host.Admin.GetAsync(Events);
        var next = first.Headers.GetValues("Turnout-Next").Single();
        Assert.Equal("", await host.Admin.GetAsync<string>($"{Events}?after={next}"));
        await client.SendEventsAsync(new { id = "later", @event = "buy", user_id = "u" });
        var json = await host.Admin.GetAsync<JsonElement>($"{Events}?after={next}&format=json");
        Assert.Equal("later", json.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString());
        Assert.Equal(0, (await host.Admin.GetAsync<JsonElement>($"{Events}?after={json.GetProperty("next")}&format=json")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Rows_have_the_members_of_the_data_dictionary()
    {
        var (host, application) = await StartAsync();
        await using var server = host;
        using var client = application;
        var csv = (await host.Admin.GetAsync<string>($"{Exposures}?format=csv&limit=1")).Split('\n');
        Assert.Equal("id,experiment,variant,unit,unit_id,timestamp,assignment_type,properties", csv[0]);
        Assert.Equal("seen-0,exp,a,user,\"user, 0\",2026-01-15T12:00:00.000Z,deterministic,\"{\"\"country\"\":\"\"de\"\"}\"", csv[1]);
        var exposure = JsonDocument.Parse(await host.Admin.GetAsync<string>($"{Exposures}?limit=1")).RootElement;
        Assert.Equal(["id", "experiment", "variant", "unit", "unit_id", "timestamp", "assignment_type", "properties"], exposure.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith("experiment,variant,unit,unit_id,assigned_at\nexp,a,user,", await host.Admin.GetAsync<string>($"{Assignments}?format=csv"), StringComparison.Ordinal);
        var dictionary = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "exports.md"), TestContext.Current.CancellationToken);
        foreach (var path in new[] { Events, Exposures, Assignments })
            foreach (var column in (await host.Admin.GetAsync<string>($"{path}?format=csv&limit=1")).Split('\n')[0].Split(','))
                Assert.Contains($"| `{column}` |", dictionary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_come_with_every_metrics_number_and_their_means_are_those_of_the_results()
    {
        await using var host = await TurnoutHost.StartAsync();
        object[] metrics = [new { @event = "buy", type = "proportion" }, new { @event = "buy", type = "mean", cap = new { percentile = 0.9 } }, new { @event = "buy", type = "ratio", denominator_event = "view" }, new { @event = "buy", type = "quantile", quantile = 0.5 }, new { @event = "buy", type = "retention", delay_days = 2 }];
        string[] keys = ["rate", "mean", "ratio", "median", "back"];
        foreach (var (key, metric) in keys.Zip(metrics)) await host.Admin.PutAsync<string>($"/api/v1/environments/production/metrics/{key}", metric, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "old" }, new { key = "blue" }, new { key = "green" } }, metrics = keys });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.SendEventsAsync([.. Happenings(host.Clock.GetUtcNow().AddDays(-30))]);
        const string path = $"{Harness.Experiments}/exp/units/export";

        var results = await host.ResultsAsync("exp");
        var units = Rows(await host.Admin.GetAsync<string>(path), "ndjson").Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(results.GetProperty("variants").EnumerateArray().Sum(variant => variant.GetProperty("units").GetInt32()), units.Count);
        Assert.Equal(units.Count, units.Select(unit => unit.GetProperty("unit_id").GetString()).Distinct().Count());
        foreach (var metric in results.GetProperty("metrics").EnumerateArray().Where(metric => metric.GetProperty("key").GetString() is "rate" or "mean" or "back"))
        {
            foreach (var variant in metric.GetProperty("variants").EnumerateArray())
            {
                var numbers = units.Where(unit => unit.GetProperty("variant").ValueEquals(variant.GetProperty("key").GetString()))
                    .Select(unit => unit.GetProperty("metrics").TryGetProperty(metric.GetProperty("key").GetString()!, out var number) ? number.GetDouble() : (double?)null).Where(number => number is not null).ToList();
                Assert.Equal(variant.GetProperty("units").GetInt32(), numbers.Count);
                Assert.Equal(variant.GetProperty("mean").GetDouble(), numbers.Average()!.Value, 1e-12);
            }
        }
        foreach (var format in new[] { "ndjson", "csv", "json" })
            Assert.Equal(Rows(await host.Admin.GetAsync<string>($"{path}?format={format}"), format), await PagesAsync(host, path, format, 50));
        Assert.StartsWith("experiment,variant,unit,unit_id,first_exposed_at,rate,rate:pre,mean,mean:pre,ratio,ratio:below,ratio:pre,ratio:pre_below,back\nexp,", await host.Admin.GetAsync<string>($"{path}?format=csv"), StringComparison.Ordinal);
        var lines = Rows(await host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results?format=ndjson"), "ndjson");
        Assert.Equal(keys, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("metric").GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Properties_that_came_on_several_lines_go_out_on_one()
    {
        var (host, application) = await StartAsync();
        await using var server = host;
        using var client = application;
        using var body = new StringContent("{\"events\":[{\"id\":\"x\",\"event\":\"e\",\"properties\":{\n  \"a\": 1,\r\n \"b\": \"\\n\"\n}}]}", Encoding.UTF8, "application/json");
        await client.PostAsync<JsonElement>("/api/v1/events", body, HttpStatusCode.Accepted);
        var lines = (await host.Admin.GetAsync<string>(Events)).TrimEnd('\n').Split('\n');
        Assert.Equal(79, lines.Length);
        Assert.Equal("\n", JsonDocument.Parse(lines[^1]).RootElement.GetProperty("properties").GetProperty("b").GetString());
    }

    [Fact]
    public async Task It_is_packed_for_those_who_take_gzip()
    {
        var (host, application) = await StartAsync();
        await using var server = host;
        using var client = application;
        foreach (var query in new[] { "", "?format=json", "?limit=5" })
        {
            var plain = await host.Admin.GetAsync<string>(Events + query);
            using var request = new HttpRequestMessage(HttpMethod.Get, Events + query);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            using var answer = await host.Admin.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
            await using var unpacked = new GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked);
            Assert.Equal(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("format=xml", "invalid_format")]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=10001", "invalid_limit")]
    [InlineData("limit=many", "invalid_parameter")]
    [InlineData("after=nonsense", "invalid_cursor")]
    public async Task Bad_queries_are_refused(string query, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a" }, new { key = "b" } } });
        foreach (var path in new[] { Events, Exposures, Assignments })
            await host.Admin.ProblemAsync(HttpMethod.Get, $"{path}?{query}", null, 400, code);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/nothing/exposures/export", null, 404, "unknown_experiment");
    }

    [Theory]
    [InlineData("python3", "analyse.py", "ndjson")]
    [InlineData("Rscript", "analyse.R", "csv")]
    public async Task The_guides_scripts_reach_the_numbers_of_the_results_page(string interpreter, string script, string format)
    {
        await using var host = await TurnoutHost.StartAsync();
        foreach (var type in new[] { "proportion", "sum" })
            await host.Admin.PutAsync<string>($"/api/v1/environments/production/metrics/{type}", new { @event = "buy", type, pre_period_days = 0 }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "old" }, new { key = "blue" }, new { key = "green" } }, metrics = new[] { "proportion", "sum" } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.SendEventsAsync([.. Happenings(host.Clock.GetUtcNow().AddDays(-30))]);

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await host.Admin.GetAsync<string>($"{Events}?format={format}"), TestContext.Current.CancellationToken);
        var said = await RunAsync(interpreter, Path.Combine(Root(), "docs", "guides", "analysing", script), file, "exp", "buy", "7", "old");
        File.Delete(file);

        var results = await host.ResultsAsync("exp");
        var expected = new Dictionary<string, double>();
        foreach (var metric in results.GetProperty("metrics").EnumerateArray())
        {
            var type = metric.GetProperty("key").GetString();
            foreach (var variant in metric.GetProperty("variants").EnumerateArray())
            {
                expected[$"{variant.GetProperty("key")} units"] = variant.GetProperty("units").GetDouble();
                expected[$"{variant.GetProperty("key")} {(type == "sum" ? "total" : "converted")}"] = variant.GetProperty("total").GetDouble();
            }
            foreach (var comparison in metric.GetProperty("comparisons").EnumerateArray())
            {
                var key = $"{comparison.GetProperty("variant")} {type}";
                foreach (var name in new[] { "difference", "z", "p_value" }) expected[$"{key} {name}"] = comparison.GetProperty(name).GetDouble();
                expected[$"{key} low"] = comparison.GetProperty("confidence_interval")[0].GetDouble();
                expected[$"{key} high"] = comparison.GetProperty("confidence_interval")[1].GetDouble();
            }
        }
        Assert.Equal(29, expected.Count);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, number) in expected) Assert.True(Math.Abs(said[key] - number) <= 1e-10 * Math.Max(1e-3, Math.Abs(number)), $"{key}: {said[key]:R} and {number:R}");
    }

    /// <summary>Three variants, with all that a script could get wrong: units of two variants, repeated and late exposures, events outside the window, without a value, as conversions, of nobody.</summary>
    static IEnumerable<object> Happenings(DateTimeOffset start)
    {
        var random = new Random(11);
        string[] variants = ["old", "blue", "green"];
        for (var i = 0; i < 300; i++)
        {
            var user = random.Next(400);
            var id = $"{i}";
            var at = start.AddMilliseconds(random.NextInt64(20L * 86_400_000));
            var variant = variants[random.Next(30) == 0 ? random.Next(3) : user % 3];
            yield return new { id = $"seen {id}", @event = "experiment_viewed", user_id = $"u{user}", timestamp = at, properties = new { experiment_slug = "exp", variant } };
            if (random.Next(3) > 0)
                yield return new { id = $"did {id}", @event = "buy", user_id = $"u{random.Next(400)}", timestamp = at.AddHours(random.Next(-10, 200)), value = random.Next(5) == 0 ? null : (double?)Math.Round(random.NextDouble() * 100, 2) };
            if (random.Next(3) == 0)
                yield return new { id = $"own {id}", @event = "buy", user_id = $"u{user}", timestamp = at.AddDays(random.Next(10)), value = 0.1 * i };
            if (random.Next(6) == 0)
                yield return new { id = $"converted {id}", @event = "experiment_conversion", user_id = $"u{user}", timestamp = at.AddDays(1), properties = new { experiment_slug = random.Next(2) == 0 ? "exp" : "other", variant, conversion_event = random.Next(2) == 0 ? "buy" : "sell" } };
        }
    }

    static async Task<Dictionary<string, double>> RunAsync(string interpreter, params string[] arguments)
    {
        using var process = Start(interpreter, arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return lines.ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    static Process Start(string interpreter, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException($"{interpreter} is missing; ./test.sh installs it.", exception);
        }
    }

    static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        return root.FullName;
    }

    static async Task<List<string>> PagesAsync(TurnoutHost host, string path, string format, int size)
    {
        var rows = new List<string>();
        var after = "";
        while (true)
        {
            using var answer = await host.Admin.GetAsync($"{path}?format={format}&limit={size}{after}");
            var page = Rows(await answer.Content.ReadAsStringAsync(), format);
            if (page.Count == 0) return rows;
            Assert.True(page.Count <= size);
            rows.AddRange(page);
            after = "&after=" + answer.Headers.GetValues("Turnout-Next").Single();
        }
    }

    static List<string> Rows(string text, string format) => format switch
    {
        "json" => [.. JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetRawText())],
        // No field of these spans lines: line breaks in properties are escapes of JSON.
        "csv" => [.. text.TrimEnd('\n').Split('\n').Skip(1)],
        _ => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)],
    };
}
