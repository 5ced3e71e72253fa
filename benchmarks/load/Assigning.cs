using System.Globalization;

namespace Turnout.Load;

/// <summary>How many assignments a second one server makes and stores, and how many it gives back.</summary>
internal static class Assigning
{
    const int Pairs = 3;

    public static async Task MeasureAsync(Subject subject, Wrk wrk)
    {
        await subject.RunExperimentAsync("hashed");
        await subject.RunExperimentAsync("drawn", assignment: "random");
        Console.WriteLine("| assign | calls/s (min–max) | p99 |");
        Console.WriteLine("|---|---|---|");
        foreach (var (name, experiment, isNew) in new[]
        {
            ("by hash, new units, stored", "hashed", true), ("by hash, units that have a variant", "hashed", false),
            ("random, new units, stored", "drawn", true), ("random, units that have a variant", "drawn", false),
        })
        {
            var samples = new List<Wrk.Sample>();
            for (var i = 0; i < Pairs; i++) samples.Add(await wrk.SampleAsync($"/api/v1/experiments/{experiment}/assign", Script(subject.ServerKey, isNew, i)));
            samples.Sort((a, b) => a.PerSecond.CompareTo(b.PerSecond));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {samples[Pairs / 2].PerSecond:N0} ({samples[0].PerSecond:N0}–{samples[^1].PerSecond:N0}) | {samples[Pairs / 2].P99Ms:F1} ms |"));
        }
    }

    static string Script(string key, bool isNew, int round) => $$$"""
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer {{{key}}}"
        local count = {{{round}}} * 100000000
        request = function()
          count = count + 1
          local unit = {{{(isNew ? "count" : "count % 1000")}}}
          return wrk.format(nil, nil, nil, '{"context":{"user_id":"unit-' .. unit .. '"}}')
        end
        """;
}
