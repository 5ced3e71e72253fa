using System.CommandLine;
using System.Net.Http.Headers;

namespace Turnout.Sync;

/// <summary><c>turnout sync APPLICATION.dll</c>: the experiments that an application declares in code, on a server.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("declarations") { Description = "The application's assembly, as built, or a JSON file with a list of experiments." };
        var url = ServeCommand.UrlOption();
        var token = new Option<string?>("--token") { Description = "An admin token that may edit and launch experiments. Default: TURNOUT_ADMIN_TOKEN." };
        var environment = new Option<string>("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" };
        var draft = new Option<bool>("--draft") { Description = "Leaves new experiments as drafts. Nobody is in a draft: use it before the code that declares it is live." };
        var check = new Option<bool>("--check") { Description = "Changes nothing; exit code 10 when the server has something else." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON, one object a line." };
        var command = new Command("sync", "Brings the experiments that an application declares in code to a server.") { from, url, token, environment, draft, check, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            var admin = arguments.GetValue(token) ?? Environment.GetEnvironmentVariable("TURNOUT_ADMIN_TOKEN");
            try
            {
                var declared = Declarations.Read(arguments.GetValue(from)!);
                if (declared.Count == 0) voice.Error.WriteLine("No experiment is declared there: a static field or property of type ExperimentDeclaration declares one.");
                using var http = new HttpClient { BaseAddress = new Uri(arguments.GetValue(url)!) };
                if (!string.IsNullOrEmpty(admin)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
                var sync = new ExperimentSync(http, arguments.GetValue(environment)!, arguments.GetValue(draft), arguments.GetValue(check));
                var isSettled = true;
                foreach (var experiment in declared)
                {
                    var outcome = await sync.BringAsync(experiment, cancellation);
                    voice.Say(new { key = outcome.Key, did = outcome.Did, settled = outcome.IsSettled }, $"{outcome.Key}: {outcome.Did}");
                    isSettled &= outcome.IsSettled;
                }
                return isSettled ? ExitCodes.Done : arguments.GetValue(check) ? ExitCodes.Differs : ExitCodes.Refused;
            }
            catch (Exception exception) when (exception is HttpRequestException or DeclarationException)
            {
                return voice.Fail(exception is HttpRequestException failed ? ExitCodes.Of(failed) : ExitCodes.Usage, exception.Message);
            }
        });
        return command;
    }
}
