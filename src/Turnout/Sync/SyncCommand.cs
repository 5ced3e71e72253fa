using System.CommandLine;
using System.Net.Http.Headers;

namespace Turnout.Sync;

/// <summary><c>turnout sync APPLICATION.dll</c>: the experiments that an application declares in code, on a server.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("declarations") { Description = "The application's assembly, as built, or a JSON file with a list of experiments." };
        var url = new Option<string>("--url") { Description = "The server's address.", DefaultValueFactory = _ => ServeCommand.DefaultAddress };
        var token = new Option<string?>("--token") { Description = "An admin token that may edit and launch experiments. Default: TURNOUT_ADMIN_TOKEN." };
        var environment = new Option<string>("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" };
        var draft = new Option<bool>("--draft") { Description = "Leaves new experiments as drafts. Nobody is in a draft: use it before the code that declares it is live." };
        var check = new Option<bool>("--check") { Description = "Changes nothing; fails when the server has something else." };
        var command = new Command("sync", "Brings the experiments that an application declares in code to a server.") { from, url, token, environment, draft, check };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(url), UriKind.Absolute, out _)) result.AddError($"--url is not an address such as {ServeCommand.DefaultAddress}.");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var admin = arguments.GetValue(token) ?? Environment.GetEnvironmentVariable("TURNOUT_ADMIN_TOKEN");
            try
            {
                var declared = Declarations.Read(arguments.GetValue(from)!);
                if (declared.Count == 0) Console.WriteLine("No experiment is declared there: a static field or property of type ExperimentDeclaration declares one.");
                using var http = new HttpClient { BaseAddress = new Uri(arguments.GetValue(url)!) };
                if (!string.IsNullOrEmpty(admin)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
                var sync = new ExperimentSync(http, arguments.GetValue(environment)!, arguments.GetValue(draft), arguments.GetValue(check));
                var isSettled = true;
                foreach (var experiment in declared)
                {
                    var outcome = await sync.BringAsync(experiment, cancellation);
                    Console.WriteLine($"{outcome.Key}: {outcome.Did}");
                    isSettled &= outcome.IsSettled;
                }
                return isSettled ? 0 : 1;
            }
            catch (Exception exception) when (exception is HttpRequestException or DeclarationException)
            {
                await Console.Error.WriteLineAsync($"turnout: {exception.Message}");
                return 1;
            }
        });
        return command;
    }
}
