using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary><c>turnout experiments</c>.</summary>
internal static class ExperimentsCommand
{
    public static Command Create() => new("experiments", "Reads, creates and steers experiments.")
    {
        List(), Get(), New(), Move("launch", "Starts it: from now on it assigns."), Move("pause", "Stops assigning; those assigned keep their variants."),
        Move("resume", "Goes on."), Move("stop", "Ends it for good, without a winner."), Conclude(), Move("archive", "Puts an ended one away."), Results(),
    };

    static Argument<string> Key() => new("key") { Description = "The experiment's key." };

    static Command List() => RemoteCommand.Verb("list", "The experiments.", [], async (call, cancellation) =>
        call.Answer(await call.Server.ListAsync(call.Server.In("experiments"), cancellation), "key", "status", "unit", "assignment", "variants", "traffic", "description"));

    static Command Get()
    {
        var key = Key();
        return RemoteCommand.Verb("get", "An experiment, as JSON.", [key], async (call, cancellation) =>
        {
            call.Output.WriteLine(RemoteCommand.Pretty(await call.Server.GetAsync(Path(call, key), cancellation)));
            return ExitCodes.Done;
        });
    }

    static Command New()
    {
        var file = new Option<FileInfo>("--file", "-f") { Description = "The experiment as JSON or YAML; - for standard input.", Required = true };
        return RemoteCommand.Verb("create", "Makes an experiment, as a draft, from a file.", [file], async (call, cancellation) =>
        {
            var body = await Documents.ReadAsync(call.Arguments.GetValue(file)!, cancellation);
            var made = await call.Server.SendAsync(HttpMethod.Post, call.Server.In("experiments"), body.ToJsonString(), cancellation);
            return call.Answer(made, item => call.Output.WriteLine($"{RemoteCall.Cell(item, "key")} is a draft in {call.Server.Environment}; 'turnout experiments launch {RemoteCall.Cell(item, "key")}' starts it."));
        });
    }

    static Command Move(string verb, string description)
    {
        var key = Key();
        return RemoteCommand.Verb(verb, description, [key], async (call, cancellation) =>
            call.Answer(await call.Server.SendAsync(HttpMethod.Post, $"{Path(call, key)}/{verb}", null, cancellation), item => WriteStatus(call, item)));
    }

    static Command Conclude()
    {
        var key = Key();
        var winner = new Option<string>("--winner") { Description = "The variant that everyone gets from now on.", Required = true };
        var makeDefault = new Option<bool>("--make-default") { Description = "Also make it the default of the flags that serve the experiment." };
        return RemoteCommand.Verb("conclude", "Ends it with a winner.", [key, winner, makeDefault], async (call, cancellation) =>
        {
            var body = new JsonObject { ["winner"] = call.Arguments.GetValue(winner), ["make_default"] = call.Arguments.GetValue(makeDefault) };
            return call.Answer(await call.Server.SendAsync(HttpMethod.Post, $"{Path(call, key)}/conclude", body.ToJsonString(), cancellation), item => WriteStatus(call, item));
        });
    }

    static Command Results()
    {
        var key = Key();
        var format = new Option<string>("--format") { Description = "table, json, ndjson (a metric a line) or csv (a metric and variant a line).", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "ndjson", "csv");
        return RemoteCommand.Verb("results", "What an experiment has shown so far.", [key, format], async (call, cancellation) =>
        {
            if (call.Arguments.GetValue(format) is "csv" or "ndjson")
            {
                await call.Output.WriteAsync(await call.Server.GetTextAsync($"{Path(call, key)}/results?format={call.Arguments.GetValue(format)}", cancellation));
                return ExitCodes.Done;
            }
            var results = await call.Server.GetAsync($"{Path(call, key)}/results", cancellation);
            if (call.Arguments.GetValue(format) == "json") call.Output.WriteLine(RemoteCommand.Pretty(results));
            else call.Answer(results, body => WriteResults(call, body));
            return ExitCodes.Done;
        });
    }

    static void WriteResults(RemoteCall call, JsonElement results)
    {
        var ratio = results.GetProperty("sample_ratio");
        call.Output.WriteLine($"{RemoteCall.Cell(results, "experiment")}: {RemoteCall.Cell(results, "status")}, {RemoteCall.Cell(results, "verdict")}, as of {RemoteCall.Cell(results, "as_of")}");
        call.Output.WriteLine(ratio.GetProperty("mismatch").GetBoolean()
            ? $"SAMPLE RATIO MISMATCH (p = {Number(ratio, "p_value")}): assignment or logging is broken, and no verdict holds."
            : $"sample ratio: p = {Number(ratio, "p_value")}");
        call.Output.WriteLine();
        call.Table([["variant", "assignments", "exposures", "units"], .. results.GetProperty("variants").EnumerateArray().Select(variant =>
            new[] { RemoteCall.Cell(variant, "key"), RemoteCall.Cell(variant, "assignments"), RemoteCall.Cell(variant, "exposures"), RemoteCall.Cell(variant, "units") })]);
        foreach (var metric in results.GetProperty("metrics").EnumerateArray())
        {
            call.Output.WriteLine($"\n{RemoteCall.Cell(metric, "key")} ({RemoteCall.Cell(metric, "type")})");
            call.Table([["variant", "units", "total", "mean"], .. metric.GetProperty("variants").EnumerateArray().Select(variant =>
                new[] { RemoteCall.Cell(variant, "key"), RemoteCall.Cell(variant, "units"), Number(variant, "total"), Number(variant, "mean") })]);
            var comparisons = metric.GetProperty("comparisons").EnumerateArray().ToList();
            if (comparisons.Count == 0) continue;
            call.Table([["against control", "difference", "95 % interval", "lift", "p", "verdict"], .. comparisons.Select(item => new[]
            {
                RemoteCall.Cell(item, "variant"), Number(item, "difference"), Interval(item), Number(item, "lift"), Number(item, "p_value"), RemoteCall.Cell(item, "verdict"),
            })]);
        }
    }

    static string Interval(JsonElement item) =>
        item.TryGetProperty("confidence_interval", out var interval) && interval.ValueKind == JsonValueKind.Array
            ? $"{Short(interval[0])} to {Short(interval[1])}" : "-";

    static string Number(JsonElement item, string member) => item.TryGetProperty(member, out var value) ? Short(value) : "-";

    static string Short(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("0.######", CultureInfo.InvariantCulture) : "-";

    static void WriteStatus(RemoteCall call, JsonElement item) => call.Output.WriteLine($"{RemoteCall.Cell(item, "key")} is {RemoteCall.Cell(item, "status")}.");

    static string Path(RemoteCall call, Argument<string> key) => call.Server.In($"experiments/{Uri.EscapeDataString(call.Arguments.GetValue(key)!)}");
}
