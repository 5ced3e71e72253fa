using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary><c>turnout apply</c>: brings an environment to what a file in git says.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo>("--file", "-f") { Description = "The file, YAML or JSON; - for standard input.", Required = true };
        var plan = new Option<bool>("--plan") { Description = "Only show what would be done." };
        var check = new Option<bool>("--check") { Description = "Like --plan, with exit code 10 where something differs." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        return RemoteCommand.Verb("apply", "Brings an environment to what a file says: shows the plan, asks, does it.", [file, plan, check, yes], async (call, cancellation) =>
        {
            var document = await Documents.ReadAsync(call.Arguments.GetValue(file)!, cancellation);
            if ((string?)document["environment"] is { } meant && meant != call.Server.Environment)
                throw new RemoteException(ExitCodes.Usage, $"The file is for the environment '{meant}', and this would change '{call.Server.Environment}': say --environment {meant}.");
            var steps = await Plan.MakeAsync(document, call.Server, cancellation);
            var todo = steps.Where(step => step.Differs).ToList();
            var isMeant = todo.Count > 0 && !call.Arguments.GetValue(check) && !call.Arguments.GetValue(plan);
            if (!call.Json) Show(call, steps, todo);
            if (isMeant && !call.Arguments.GetValue(yes) && !Agrees(call)) return ExitCodes.Usage;
            if (isMeant) await ApplyAsync(call, todo, cancellation);
            if (call.Json) call.Output.WriteLine(RemoteCommand.Pretty(Body(call, steps, todo, isMeant)));
            return call.Arguments.GetValue(check) && todo.Count > 0 ? ExitCodes.Differs : ExitCodes.Done;
        });
    }

    static async Task ApplyAsync(RemoteCall call, List<PlanStep> todo, CancellationToken cancellation)
    {
        using var line = new ProgressLine(call.Error);
        for (var i = 0; i < todo.Count; i++)
        {
            line.Show($"{todo[i].Kind.Word} {todo[i].Key}", i + 1, todo.Count);
            try
            {
                await Plan.ApplyAsync(todo[i], call.Server, cancellation);
            }
            catch (RemoteException exception)
            {
                throw new RemoteException(exception.ExitCode, $"{todo[i].Kind.Word} {todo[i].Key}: {exception.Message} {i} of {todo.Count} steps are done; applying again goes on.", exception.Problem);
            }
        }
        if (!call.Json) call.Output.WriteLine($"Done: {todo.Count} changed.");
    }

    static JsonObject Body(RemoteCall call, List<PlanStep> steps, List<PlanStep> todo, bool isApplied) => new()
    {
        ["environment"] = call.Server.Environment,
        ["applied"] = isApplied,
        ["unchanged"] = steps.Count - todo.Count,
        ["steps"] = new JsonArray([.. todo.Select(step => new JsonObject
        {
            ["kind"] = step.Kind.Word,
            ["key"] = step.Key,
            ["action"] = step.IsNew ? "add" : "change",
            ["changed"] = new JsonArray([.. step.Changes.Select(change => JsonValue.Create(change.Member))]),
        })]),
    };

    static void Show(RemoteCall call, List<PlanStep> steps, List<PlanStep> todo)
    {
        foreach (var step in todo)
        {
            call.Output.WriteLine($"{(step.IsNew ? '+' : '~')} {step.Kind.Word} {step.Key}");
            foreach (var (member, before, after) in step.Changes) call.Output.WriteLine($"    {member}: {before ?? "(unset)"} → {after}");
        }
        var added = todo.Count(step => step.IsNew);
        call.Output.WriteLine($"{call.Server.Environment}: {added} to add, {todo.Count - added} to change, {steps.Count - todo.Count} unchanged.");
    }

    static bool Agrees(RemoteCall call)
    {
        if (Console.IsInputRedirected || call.Json) throw new RemoteException(ExitCodes.Usage, "Nobody is there to be asked: say --yes, or --plan.");
        call.Error.Write("Do it? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
