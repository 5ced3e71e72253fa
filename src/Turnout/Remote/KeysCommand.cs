using System.CommandLine;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary><c>turnout keys</c>.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "The keys of applications.") { List(), New(), Delete() };

    static Command List() => RemoteCommand.Verb("list", "The environment's keys, without their secrets.", [], async (call, cancellation) =>
        call.Answer(await call.Server.ListAsync(call.Server.In("keys"), cancellation), "id", "kind", "name", "hint", "created_at"));

    static Command New()
    {
        var kind = new Option<string>("--kind") { Description = "server or client.", Required = true };
        kind.AcceptOnlyFromAmong("server", "client");
        var name = new Option<string>("--name") { Description = "What people call it.", Required = true };
        return RemoteCommand.Verb("create", "Makes a key and prints it, this once.", [kind, name], async (call, cancellation) =>
        {
            var body = new JsonObject { ["kind"] = call.Arguments.GetValue(kind), ["name"] = call.Arguments.GetValue(name) };
            return call.Answer(await call.Server.SendAsync(HttpMethod.Post, call.Server.In("keys"), body.ToJsonString(), cancellation), key => call.Output.WriteLine(RemoteCall.Cell(key, "key")));
        });
    }

    static Command Delete()
    {
        var id = new Argument<string>("id") { Description = "The key's id, of 'turnout keys list'." };
        return RemoteCommand.Verb("delete", "Revokes a key at once.", [id], async (call, cancellation) =>
        {
            await call.Server.SendAsync(HttpMethod.Delete, call.Server.In($"keys/{Uri.EscapeDataString(call.Arguments.GetValue(id)!)}"), null, cancellation);
            call.Voice.Say(new { id = call.Arguments.GetValue(id), deleted = true }, "The key is revoked.");
            return ExitCodes.Done;
        });
    }
}
