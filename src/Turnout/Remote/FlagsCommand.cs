using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary><c>turnout flags</c>.</summary>
internal static class FlagsCommand
{
    public static Command Create() => new("flags", "Reads and changes flags.") { List(), Get(), Set(), Toggle(), Rollout(), Delete(), Evaluate() };

    static Argument<string> Key() => new("key") { Description = "The flag's key." };

    static Command List()
    {
        var search = new Option<string?>("--search") { Description = "Only flags whose key or texts contain this." };
        return RemoteCommand.Verb("list", "The flags, critical ones first.", [search], async (call, cancellation) =>
        {
            var query = call.Arguments.GetValue(search) is { } text ? $"?q={Uri.EscapeDataString(text)}" : "";
            return call.Answer(await call.Server.ListAsync(call.Server.In($"flags{query}"), cancellation), "key", "type", "enabled", "rollout", "critical", "tags", "description");
        });
    }

    static Command Get()
    {
        var key = Key();
        return RemoteCommand.Verb("get", "A flag, as JSON.", [key], async (call, cancellation) =>
        {
            call.Output.WriteLine(RemoteCommand.Pretty(await call.Server.GetAsync(Path(call, key), cancellation)));
            return ExitCodes.Done;
        });
    }

    static Command Set()
    {
        var key = Key();
        var file = new Option<FileInfo>("--file", "-f") { Description = "The flag as JSON or YAML; - for standard input.", Required = true };
        return RemoteCommand.Verb("set", "Makes a flag, or replaces it, from a file.", [key, file], async (call, cancellation) =>
        {
            var body = await Documents.ReadAsync(call.Arguments.GetValue(file)!, cancellation);
            var saved = await call.Server.SendAsync(HttpMethod.Put, Path(call, key), body.ToJsonString(), cancellation);
            return call.Answer(saved, flag => call.Output.WriteLine($"{RemoteCall.Cell(flag, "key")} is saved."));
        });
    }

    static Command Toggle()
    {
        var key = Key();
        var state = new Argument<string>("state") { Description = "on or off." };
        state.AcceptOnlyFromAmong("on", "off");
        return RemoteCommand.Verb("toggle", "Switches a flag on or off, and nothing else: the kill switch.", [key, state], async (call, cancellation) =>
        {
            var on = call.Arguments.GetValue(state) == "on";
            var saved = await call.Server.SendAsync(HttpMethod.Post, $"{Path(call, key)}/toggle", on ? """{"enabled":true}""" : """{"enabled":false}""", cancellation);
            return call.Answer(saved, flag => call.Output.WriteLine($"{RemoteCall.Cell(flag, "key")} is {(on ? "on" : "off")} in {call.Server.Environment}."));
        });
    }

    static Command Rollout()
    {
        var key = Key();
        var percent = new Argument<double>("percent") { Description = "0 to 100." };
        return RemoteCommand.Verb("rollout", "Sets the share of units that get a flag.", [key, percent], async (call, cancellation) =>
        {
            var (current, tag) = await call.Server.FindAsync(Path(call, key), cancellation)
                ?? throw new RemoteException(ExitCodes.NotFound, $"There is no flag '{call.Arguments.GetValue(key)}' in {call.Server.Environment}.");
            var next = Documents.Writable(current, Documents.FlagMembers);
            next["rollout"] = call.Arguments.GetValue(percent);
            var saved = await call.Server.SendAsync(HttpMethod.Put, Path(call, key), next.ToJsonString(), cancellation, tag);
            return call.Answer(saved, flag => call.Output.WriteLine($"{RemoteCall.Cell(flag, "key")}: rollout {RemoteCall.Cell(current, "rollout")} → {RemoteCall.Cell(flag, "rollout")}"));
        });
    }

    static Command Delete()
    {
        var key = Key();
        return RemoteCommand.Verb("delete", "Removes a flag that nothing depends on.", [key], async (call, cancellation) =>
        {
            await call.Server.SendAsync(HttpMethod.Delete, Path(call, key), null, cancellation);
            call.Voice.Say(new { key = call.Arguments.GetValue(key), deleted = true }, $"{call.Arguments.GetValue(key)} is removed.");
            return ExitCodes.Done;
        });
    }

    static Command Evaluate()
    {
        var key = Key();
        var user = new Option<string?>("--user") { Description = "user_id." };
        var team = new Option<string?>("--team") { Description = "team_id." };
        var visitor = new Option<string?>("--visitor") { Description = "visitor_id." };
        var attributes = new Option<string[]>("--attribute", "-a") { Description = "name=value; numbers, true and false are taken as such. Repeatable." };
        var context = new Option<string?>("--context") { Description = "The whole context as JSON." };
        var trace = new Option<bool>("--trace") { Description = "Show every step." };
        return RemoteCommand.Verb("evaluate", "What a context gets from a flag, and why.", [key, user, team, visitor, attributes, context, trace], async (call, cancellation) =>
        {
            var who = Documents.Context(call.Arguments.GetValue(context), call.Arguments.GetValue(user), call.Arguments.GetValue(team), call.Arguments.GetValue(visitor), call.Arguments.GetValue(attributes) ?? []);
            var request = new JsonObject { ["context"] = who, ["explain"] = call.Arguments.GetValue(trace) };
            var answer = await call.Server.SendAsync(HttpMethod.Post, $"{Path(call, key)}/evaluate", request.ToJsonString(), cancellation);
            return call.Answer(answer, got => WriteEvaluation(call, got));
        });
    }

    static void WriteEvaluation(RemoteCall call, JsonElement got)
    {
        foreach (var member in (ReadOnlySpan<string>)["value", "variant", "reason", "rule", "bucket", "experiment", "ruleset_version"])
            if (got.TryGetProperty(member, out _)) call.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{member,-16}{(member == "value" ? got.GetProperty(member).GetRawText() : RemoteCall.Cell(got, member))}"));
        if (!got.TryGetProperty("steps", out var steps)) return;
        call.Output.WriteLine();
        call.Table([["step", "holds", "outcome"], .. steps.EnumerateArray().Select(step => new[] { RemoteCall.Cell(step, "name"), RemoteCall.Cell(step, "holds"), RemoteCall.Cell(step, "outcome") })]);
    }

    static string Path(RemoteCall call, Argument<string> key) => call.Server.In($"flags/{Uri.EscapeDataString(call.Arguments.GetValue(key)!)}");
}
