using System.CommandLine;
using System.Text.Json;
using Turnout.Remote;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;

namespace Turnout;

/// <summary><c>turnout audit verify|export</c>: the audit log, read from the store itself; <c>list</c> asks a server.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Reads, checks and exports the audit log.") { AuditListCommand.Create(), Verify(), Export() };

    static Command Verify()
    {
        var head = new Option<string?>("--contains") { Description = "A hash written down earlier: fails when the log no longer contains it." };
        var json = Voice.JsonOption();
        var data = ServeCommand.DataOption();
        var command = new Command("verify", "Follows the chain of hashes: fails when an entry was changed, removed or slipped in.") { head, json, data };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<AuditStore>(arguments.GetValue(data), voice, async store =>
            {
                var report = await store.VerifyAsync(cancellation);
                var wanted = arguments.GetValue(head);
                bool? contains = wanted is null || !report.Intact ? null : await ContainsAsync(store, wanted, cancellation);
                var isIntact = report.Intact && contains != false;
                voice.Say(
                    new { intact = isIntact, entries = report.Entries, head = report.Head, broken_at = report.BrokenAt, contains },
                    !report.Intact ? $"BROKEN at entry {report.BrokenAt}, behind {report.Entries} good ones (hash {report.Head})."
                    : contains == false ? $"BROKEN: no entry has the hash {wanted}: the log was cut short or replaced."
                    : $"intact: {report.Entries} entries, hash {report.Head}");
                return isIntact ? ExitCodes.Done : ExitCodes.Refused;
            }, cancellation);
        });
        return command;
    }

    static Command Export()
    {
        var json = Voice.AlwaysJsonOption();
        var data = ServeCommand.DataOption();
        var command = new Command("export", "Prints the whole log, oldest first, one JSON object a line.") { json, data };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<AuditStore>(arguments.GetValue(data), voice, async store =>
            {
                await foreach (var row in store.AllAsync(cancellation)) voice.Output.WriteLine(JsonSerializer.Serialize(AuditBody.Of(row), Wire.Json));
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }

    static async Task<bool> ContainsAsync(AuditStore store, string hash, CancellationToken cancellation)
    {
        await foreach (var row in store.AllAsync(cancellation))
            if (string.Equals(row.Hash, hash, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
