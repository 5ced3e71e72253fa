using System.CommandLine;
using System.Text.Json;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;

namespace Turnout;

/// <summary><c>turnout audit verify|export</c>: the audit log, read from the store itself.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Checks and exports the audit log.") { Verify(), Export() };

    static Command Verify()
    {
        var head = new Option<string?>("--contains") { Description = "A hash written down earlier: fails when the log no longer contains it." };
        var data = ServeCommand.DataOption();
        var command = new Command("verify", "Follows the chain of hashes: fails when an entry was changed, removed or slipped in.") { head, data };
        command.SetAction((arguments, cancellation) => OperatorStore.UseAsync<AuditStore>(arguments.GetValue(data), async store =>
        {
            var report = await store.VerifyAsync(cancellation);
            if (!report.Intact)
            {
                Console.WriteLine($"BROKEN at entry {report.BrokenAt}, behind {report.Entries} good ones (hash {report.Head}).");
                return 1;
            }
            if (arguments.GetValue(head) is { } wanted && !await ContainsAsync(store, wanted, cancellation))
            {
                Console.WriteLine($"BROKEN: no entry has the hash {wanted}: the log was cut short or replaced.");
                return 1;
            }
            Console.WriteLine($"intact: {report.Entries} entries, hash {report.Head}");
            return 0;
        }, cancellation));
        return command;
    }

    static Command Export()
    {
        var data = ServeCommand.DataOption();
        var command = new Command("export", "Prints the whole log, oldest first, one JSON object a line.") { data };
        command.SetAction((arguments, cancellation) => OperatorStore.UseAsync<AuditStore>(arguments.GetValue(data), async store =>
        {
            await foreach (var row in store.AllAsync(cancellation)) Console.WriteLine(JsonSerializer.Serialize(AuditBody.Of(row), Wire.Json));
            return 0;
        }, cancellation));
        return command;
    }

    static async Task<bool> ContainsAsync(AuditStore store, string hash, CancellationToken cancellation)
    {
        await foreach (var row in store.AllAsync(cancellation))
            if (string.Equals(row.Hash, hash, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
