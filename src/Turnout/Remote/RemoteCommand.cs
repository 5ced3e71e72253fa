using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary>What every verb that speaks to a server has in common: whom it asks, how it answers, how it fails.</summary>
internal static class RemoteCommand
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a verb of its work, with the options that all have.</summary>
    public static Command Verb(string name, string description, IEnumerable<Symbol> symbols, Func<RemoteCall, CancellationToken, Task<int>> work)
    {
        var server = new Option<string?>("--server") { Description = "The server's address. Default: TURNOUT_SERVER, the profile, or http://127.0.0.1:5080." };
        var environment = new Option<string?>("--environment", "-e") { Description = "The environment. Default: TURNOUT_ENVIRONMENT, the profile, or production." };
        var json = Voice.JsonOption();
        var command = new Command(name, description) { server, environment, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        command.SetAction(async (arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            try
            {
                var profile = Profile.Load();
                var token = Variable("TURNOUT_TOKEN") ?? Variable("TURNOUT_ADMIN_TOKEN") ?? profile?.Token
                    ?? throw new RemoteException(ExitCodes.NotAllowed, "Nobody is logged in: 'turnout login', or set TURNOUT_TOKEN.");
                using var remote = new RemoteServer(
                    arguments.GetValue(server) ?? Variable("TURNOUT_SERVER") ?? profile?.Server ?? ServeCommand.DefaultAddress, token,
                    arguments.GetValue(environment) ?? Variable("TURNOUT_ENVIRONMENT") ?? profile?.Environment ?? "production");
                return await work(new RemoteCall(arguments, remote, voice), cancellation);
            }
            catch (RemoteException exception)
            {
                return exception.Tell(voice);
            }
        });
        return command;
    }

    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public static string Pretty(JsonNode node) => node.ToJsonString(Indented);

    public static string Pretty(JsonElement element) => JsonSerializer.Serialize(element, Indented);
}

/// <summary>A verb that was called.</summary>
internal sealed record RemoteCall(ParseResult Arguments, RemoteServer Server, Voice Voice)
{
    public TextWriter Output => Voice.Output;

    public TextWriter Error => Voice.Error;

    public bool Json => Voice.Json;

    /// <summary>Answers with JSON where it was asked for, else with words.</summary>
    public int Answer(JsonElement body, Action<JsonElement> inWords)
    {
        if (Json) Output.WriteLine(RemoteCommand.Pretty(body));
        else inWords(body);
        return ExitCodes.Done;
    }

    /// <summary>Answers with a list: JSON, or a table of some members.</summary>
    public int Answer(IReadOnlyList<JsonElement> items, params ReadOnlySpan<string> columns)
    {
        if (Json)
        {
            Output.WriteLine(RemoteCommand.Pretty(JsonSerializer.SerializeToElement(items)));
            return ExitCodes.Done;
        }
        var names = columns.ToArray();
        Table([names, .. items.Select(item => names.Select(name => Cell(item, name)).ToArray())]);
        return ExitCodes.Done;
    }

    /// <summary>Rows with their columns in line; the first is the head.</summary>
    public void Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    public static string Cell(JsonElement item, string member) =>
        !item.TryGetProperty(member, out var value) ? "-" : value.ValueKind switch
        {
            JsonValueKind.Null => "-",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Array => string.Join(",", value.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("key", out var key) ? key.GetString() : part.ToString())),
            _ => value.ToString(),
        };
}
