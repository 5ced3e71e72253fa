using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Load;

/// <summary>A call to be measured; a POST when it has a body.</summary>
internal sealed record Call(string Name, string Path, string? Key = null, string? Body = null, string? IfNoneMatch = null);

/// <summary>wrk with one thread and 32 connections, generator and server on the same cores: ratios mean more than the figures.</summary>
internal sealed partial class Wrk(Uri address, int seconds)
{
    const int Pairs = 3;

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, "wrk")));

    public static void WriteHead()
    {
        Console.WriteLine("| what | median | floor | median | ratio (min–max of pairs) | p99 |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    /// <summary>Measures the call and its floor in turn, and prints a row of the table.</summary>
    public async Task CompareAsync(Call call, Call floor)
    {
        await RunAsync(call, 2);
        await RunAsync(floor, 2);
        var calls = new List<Sample>();
        var floors = new List<Sample>();
        for (var i = 0; i < Pairs; i++)
        {
            calls.Add(await RunAsync(call, seconds));
            floors.Add(await RunAsync(floor, seconds));
        }

        var ratios = calls.Zip(floors, (c, f) => c.PerSecond / f.PerSecond).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {call.Name} | {Median(calls):N0}/s | {floor.Name} | {Median(floors):N0}/s | {ratios[Pairs / 2]:F2} ({ratios[0]:F2}–{ratios[^1]:F2}) | {calls.Select(c => c.P99Ms).Order().ElementAt(Pairs / 2):F1} ms |"));
    }

    static double Median(List<Sample> samples) => samples.Select(s => s.PerSecond).Order().ElementAt(samples.Count / 2);

    async Task<Sample> RunAsync(Call call, int duration)
    {
        var script = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(call));
            using var process = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{duration}s", "--latency", "-s", script, new Uri(address, call.Path).ToString()])
            {
                RedirectStandardOutput = true,
            })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (output.Contains("Non-2xx", StringComparison.Ordinal) && call.IfNoneMatch is null) throw new InvalidOperationException($"{call.Path} was refused: {output}");
            return new Sample(Number(PerSecond().Match(output)), Milliseconds(P99().Match(output)));
        }
        finally
        {
            File.Delete(script);
        }
    }

    // JSON's quoting of plain text is Lua's too.
    static string Script(Call call) => $"""
        wrk.method = "{(call.Body is null ? "GET" : "POST")}"
        {(call.Body is null ? "" : $"wrk.body = {JsonSerializer.Serialize(call.Body, Relaxed)}\nwrk.headers[\"Content-Type\"] = \"application/json\"")}
        {(call.Key is null ? "" : $"wrk.headers[\"Authorization\"] = \"Bearer {call.Key}\"")}
        {(call.IfNoneMatch is null ? "" : $"wrk.headers[\"If-None-Match\"] = {JsonSerializer.Serialize(call.IfNoneMatch, Relaxed)}")}
        """;

    static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    static double Milliseconds(Match match) => Number(match) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    readonly record struct Sample(double PerSecond, double P99Ms);
}
