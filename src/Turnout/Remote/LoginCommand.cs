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
        var command = new Command("login", "Keeps a server and a token in a profile that only you may read.") { server, environment, file };
        command.SetAction(async (arguments, cancellation) =>
        {
            var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            try
            {
                var path = arguments.GetValue(file);
                if (path is { Exists: false }) throw new RemoteException(ExitCodes.Usage, $"There is no file {path.FullName}.");
                if (path is null && RemoteCommand.Variable("TURNOUT_TOKEN") is null && !Console.IsInputRedirected) await error.WriteAsync("Token: ");
                var token = (path is not null ? await File.ReadAllTextAsync(path.FullName, cancellation)
                    : RemoteCommand.Variable("TURNOUT_TOKEN") ?? await Console.In.ReadLineAsync(cancellation) ?? "").Trim();
                if (token.Length == 0) throw new RemoteException(ExitCodes.Usage, "There is no token.");
                var address = arguments.GetValue(server)!;
                using (var remote = new RemoteServer(address, token, "")) await remote.GetAsync("/api/v1/environments", cancellation);
                new Profile(address, token, arguments.GetValue(environment)).Save();
                await output.WriteLineAsync($"Logged in to {address}; the profile is {Profile.Path}.");
                return ExitCodes.Done;
            }
            catch (RemoteException exception)
            {
                await error.WriteLineAsync($"turnout: {exception.Message}");
                return exception.ExitCode;
            }
        });
        return command;
    }

    public static Command Logout()
    {
        var command = new Command("logout", "Forgets the profile. The token itself stays valid until it is revoked.");
        command.SetAction(arguments =>
        {
            File.Delete(Profile.Path);
            arguments.InvocationConfiguration.Output.WriteLine("Logged out.");
        });
        return command;
    }
}
