using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Turnout.Load;

/// <summary>How long a page of a list of many experiments takes, with assignments and verdicts, as the admin UI asks for it.</summary>
internal static class ExperimentLists
{
    const string Experiments = "/api/v1/environments/production/experiments";
    const int Asked = 300;

    public static async Task MeasureAsync(Subject subject, int experiments)
    {
        for (var i = 0; i < experiments; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"list-{i:0000}");
            using var made = await subject.Admin.PostAsJsonAsync(Experiments, new
            {
                key, description = $"What people make of offer {i}", hypothesis = "Because they see what it is for, more of them take it.",
                variants = new[] { new { key = "control", weight = 1 }, new { key = "treatment", weight = 1 }, new { key = "other", weight = 2 } },
            });
            made.EnsureSuccessStatusCode();
            if (i % 5 == 0) continue;
            using var launched = await subject.Admin.PostAsync($"{Experiments}/{key}/launch", null);
            launched.EnsureSuccessStatusCode();
            using var results = await subject.Admin.GetAsync($"{Experiments}/{key}/results");
            results.EnsureSuccessStatusCode();
        }
        await ReportAsync(subject, "first page of 100", $"{Experiments}?limit=100");
        await ReportAsync(subject, "running ones that say \"offer 3\"", $"{Experiments}?limit=100&status=running&q=offer%203");
        await ReportAsync(subject, "one experiment", $"{Experiments}/list-0101");
    }

    static async Task ReportAsync(Subject subject, string what, string path)
    {
        var took = new double[Asked];
        var bytes = 0;
        for (var i = -20; i < Asked; i++)
        {
            var started = Stopwatch.GetTimestamp();
            bytes = (await subject.Admin.GetByteArrayAsync(path)).Length;
            if (i >= 0) took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(took);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {took[Asked / 2]:F1} ms, p95 {took[Asked * 95 / 100]:F1} ms, {bytes / 1024.0:F0} KiB"));
    }
}
