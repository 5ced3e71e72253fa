using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Turnout.Load;

/// <summary>How long the results of an experiment over millions of events take: first, again, and after some more events.</summary>
internal static class ResultsTime
{
    const int Batch = 1000;
    const int WarmUps = 30;

    // By variant the units, those with a purchase within a week of their first exposure, and the sum and the sum of squares of these purchases.
    const string InOneQuery = """
        SELECT variant, count() AS units, countIf(n > 0) AS converted, sum(s) AS total, sum(s * s) AS squares FROM (
            SELECT unit, any(shown) AS variant, countIf(at >= first AND at < first + 604800000) AS n, sumIf(value, at >= first AND at < first + 604800000) AS s
            FROM (SELECT user AS unit, min(at) AS first, argMin(variant, at) AS shown FROM turnout_events WHERE kind = 1 AND experiment = 'big' GROUP BY user) AS exposures
            ALL LEFT JOIN (SELECT user AS unit, at, value FROM turnout_events WHERE kind = 0 AND name = 'purchase') AS purchases USING unit
            GROUP BY unit
        ) GROUP BY variant ORDER BY variant
        """;

    /// <param name="units">Each brings five exposures and five conversions.</param>
    public static async Task MeasureAsync(Subject subject, int units)
    {
        await subject.StopCountingAsync();
        await subject.RunExperimentAsync("small");
        await subject.RunExperimentAsync("big");
        using var application = new HttpClient { BaseAddress = subject.Address };
        application.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", subject.ServerKey);
        // A server that has told results before has compiled what tells them.
        for (var i = 0; i < WarmUps; i++)
        {
            await SendAsync(application, "small", Batch, i * Batch, Batch);
            await subject.MoveAsync();
            await AskAsync(subject, "small");
        }
        var events = units * 10;
        var started = Clocks.Now;
        await SendAsync(application, "big", units, 0, events);
        Report($"{events:N0} events sent and durable, the first exposure of each unit assigned", started, events);
        if (await subject.MoveAsync()) Report("all of them on ClickHouse", started, events);
        await Subject.RestAsync();
        for (var i = 0; i < 4; i++) await AskAsync(subject, "big", i == 0 ? "results, first" : "results, again");
        // What the machine takes for it in other hands.
        for (var i = 0; i < 3; i++) await AskClickHouseAsync();
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(application, "big", units, events + i * 10_000, 10_000);
            await AskAsync(subject, "big", "results after 10,000 new events");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"managed memory {GC.GetTotalMemory(true) / 1048576.0:F0} MiB"));
    }

    static async Task SendAsync(HttpClient application, string experiment, int units, int from, int count)
    {
        var next = from - Batch;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (true)
            {
                var start = Interlocked.Add(ref next, Batch);
                if (start >= from + count) return;
                using var body = new ByteArrayContent(Body(experiment, units, start)) { Headers = { ContentType = new("application/json") } };
                using var answer = await application.PostAsync("/api/v1/events", body);
                if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            }
        }));
    }

    static byte[] Body(string experiment, int units, int start)
    {
        var body = new StringBuilder("{\"events\":[", Batch * 200);
        for (var i = start; i < start + Batch; i++)
        {
            if (i > start) body.Append(',');
            // A large odd stride meets every unit, in no order.
            var unit = (int)((long)(i / 2) * 48_271 % units);
            body.Append("{\"id\":\"").Append(Guid.CreateVersion7()).Append("\",\"user_id\":\"user-").Append(unit).Append('"');
            if (i % 2 == 0) body.Append(",\"event\":\"experiment_viewed\",\"properties\":{\"experiment_slug\":\"").Append(experiment).Append("\",\"variant\":\"").Append(unit % 2 == 0 ? "a" : "b").Append("\"}}");
            else body.Append(",\"event\":\"purchase\",\"value\":").Append(1 + unit % 90).Append('}');
        }
        return Encoding.UTF8.GetBytes(body.Append("]}").ToString());
    }

    static async Task AskAsync(Subject subject, string experiment, string? what = null)
    {
        var started = Clocks.Now;
        using var answer = await subject.Admin.GetAsync($"/api/v1/environments/production/experiments/{experiment}/results");
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(text);
        if (what is not null) Report(what, started, 0);
    }

    static async Task AskClickHouseAsync()
    {
        if (Environment.GetEnvironmentVariable("TURNOUT_LOAD_CLICKHOUSE") is not { Length: > 0 } address) return;
        using var http = new HttpClient();
        var started = Clocks.Now;
        using var answer = await http.PostAsync(new Uri(address), new StringContent(InOneQuery));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(text);
        Report("a week's counts in one query of ClickHouse's", started, 0);
    }

    static void Report(string what, Clocks started, int events)
    {
        var elapsed = Stopwatch.GetElapsedTime(started.Wall);
        var cpu = Environment.CpuUsage.TotalTime - started.Cpu;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {elapsed.TotalMilliseconds:N0} ms, {cpu.TotalMilliseconds:N0} ms of CPU{(events == 0 ? "" : $" ({events / elapsed.TotalSeconds:N0}/s)")}"));
    }

    /// <summary>Both clocks: on a machine that others use too, the processor's time is the steadier one.</summary>
    readonly record struct Clocks(long Wall, TimeSpan Cpu)
    {
        public static Clocks Now => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    }
}
