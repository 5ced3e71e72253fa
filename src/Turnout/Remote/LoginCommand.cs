using System.CommandLine;

namespace Turnout.Remote;

/// <summary><c>turnout login</c> and <c>turnout logout</c>.</summary>
internal static class LoginCommand
{
    public static Command Login()
    {
        var server = new Option<string>("--server") { Description = "The server's address.", DefaultValueFactory = _ => ServeCommand.DefaultAddress };
        var environment = new Option<string?>("--environment", "-e") { Description = "The environment that verbs are about unless they say otherwise." };
        var file = new Option<FileInfo?>("--token-file") { Description = "Where the token is. Without it: TURNOUT_TOKEN, or the first line of standard input." };
        var json = Voice.JsonOption();
        var command = new Command("login", "Keeps a server and a token in a profile that only you may read.") { server, environment, file, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            try
            {
                var path = arguments.GetValue(file);
                if (path is { Exists: false }) throw new RemoteException(ExitCodes.Usage, $"There is no file {path.FullName}.");
                if (path is null && RemoteCommand.Variable("TURNOUT_TOKEN") is null && !Console.IsInputRedirected) await voice.Error.WriteAsync("Token: ");
                var token = (path is not null ? await File.ReadAllTextAsync(path.FullName, cancellation)
                    : RemoteCommand.Variable("TURNOUT_TOKEN") ?? await Console.In.ReadLineAsync(cancellation) ?? "").Trim();
                if (token.Length == 0) throw new RemoteException(ExitCodes.Usage, "There is no token.");
                var address = arguments.GetValue(server)!;
                using (var remote = new RemoteServer(address, token, "")) await remote.GetAsync("/api/v1/environments", cancellation);
                new Profile(address, token, arguments.GetValue(environment)).Save();
                voice.Say(new { server = address, environment = arguments.GetValue(environment), profile = Profile.Path }, $"Logged in to {address}; the profile is {Profile.Path}.");
                return ExitCodes.Done;
            }
            catch (RemoteException exception)
            {
                return exception.Tell(voice);
            }
        });
        return command;
    }

    public static Command Logout()
    {
        var json = Voice.JsonOption();
        var command = new Command("logout", "Forgets the profile. The token itself stays valid until it is revoked.") { json };
        command.SetAction(arguments =>
        {
            File.Delete(Profile.Path);
            Voice.Of(arguments, json).Say(new { profile = Profile.Path, deleted = true }, "Logged out.");
        });
        return command;
    }
}
