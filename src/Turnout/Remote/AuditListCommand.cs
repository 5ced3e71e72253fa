using System.CommandLine;

namespace Turnout.Remote;

/// <summary><c>turnout audit list</c>: who changed what, newest first.</summary>
internal static class AuditListCommand
{
    public static Command Create()
    {
        var kind = new Option<string?>("--kind") { Description = "Only entries of this kind, such as flag.updated." };
        var target = new Option<string?>("--target") { Description = "Only what happened to this key or id." };
        var actor = new Option<string?>("--actor") { Description = "Only what this actor did." };
        var everywhere = new Option<bool>("--everywhere") { Description = "Of all environments, and of what belongs to none." };
        var limit = new Option<int>("--limit") { Description = "How many entries at most, 1 to 200.", DefaultValueFactory = _ => 50 };
        return RemoteCommand.Verb("list", "Who changed what, newest first.", [kind, target, actor, everywhere, limit], async (call, cancellation) =>
        {
            (string Name, string? Value)[] filter =
            [
                ("environment", call.Arguments.GetValue(everywhere) ? null : call.Server.Environment),
                ("kind", call.Arguments.GetValue(kind)), ("target", call.Arguments.GetValue(target)), ("actor", call.Arguments.GetValue(actor)),
            ];
            var query = string.Concat(filter.Where(pair => pair.Value is not null).Select(pair => $"&{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
            var page = await call.Server.GetAsync($"/api/v1/audit?limit={call.Arguments.GetValue(limit)}{query}", cancellation);
            return call.Answer([.. page.GetProperty("items").EnumerateArray()], "at", "actor", "kind", "target", "environment");
        });
    }
}
