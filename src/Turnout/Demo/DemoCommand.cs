using System.CommandLine;
using Spectre.Console;

namespace Turnout.Demo;

/// <summary><c>turnout demo</c>: an environment worth looking at, made through the public API.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "The server's address. Where none answers, the demo starts one on the data folder for itself.", DefaultValueFactory = _ => ServeCommand.DefaultAddress };
        var token = new Option<string?>("--token") { Description = "An admin token. Default: TURNOUT_ADMIN_TOKEN; without either, the data folder lends one." };
        var environment = new Option<string>("--environment") { Description = "Where to load it.", DefaultValueFactory = _ => "demo" };
        var seed = new Option<int>("--seed") { Description = "Of the simulated people.", DefaultValueFactory = _ => 1 };
        var remove = new Option<bool>("--remove") { Description = "Removes the demo, with its assignments and events." };
        var json = Voice.JsonOption();
        var data = ServeCommand.DataOption();
        var command = new Command("demo", "Loads flags and three experiments worth looking at, one of them with published numbers.") { url, token, environment, seed, remove, json, data };
        command.SetAction(async (arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            if (!Uri.TryCreate(arguments.GetValue(url), UriKind.Absolute, out var address))
                return voice.Fail(ExitCodes.Usage, $"'{arguments.GetValue(url)}' is not an address such as {ServeCommand.DefaultAddress}.");
            try
            {
                await using var server = await DemoServer.FindAsync(
                    address, arguments.GetValue(token) ?? Environment.GetEnvironmentVariable("TURNOUT_ADMIN_TOKEN"), arguments.GetValue(data), cancellation);
                using var api = new DemoApi(server.Http, arguments.GetValue(environment)!);
                var people = new DemoPeople(arguments.GetValue(seed), TimeProvider.System.GetUtcNow());
                return arguments.GetValue(remove)
                    ? await RemoveAsync(api, people, arguments.GetValue(environment)!, voice, cancellation)
                    : await LoadAsync(api, people, arguments.GetValue(environment)!, voice, cancellation);
            }
            catch (Exception exception) when (exception is DemoException or HttpRequestException || ServeCommand.Explain(exception) is not null)
            {
                return voice.Fail(exception is HttpRequestException failed ? ExitCodes.Of(failed) : ExitCodes.Refused, ServeCommand.Explain(exception) ?? exception.Message);
            }
        });
        return command;
    }

    static async Task<int> LoadAsync(DemoApi api, DemoPeople people, string environment, Voice voice, CancellationToken cancellation)
    {
        if (await new DemoLoader(api, people, _ => { }).IsLoadedAsync(cancellation))
        {
            voice.Say(new { environment, loaded = false }, $"The demo is in the environment '{environment}' already. Remove it with: turnout demo --remove");
            return ExitCodes.Done;
        }
        // Standard output is the answer's.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(voice.Json ? voice.Error : Console.Out) });
        await console.Progress().StartAsync(shown =>
        {
            var steps = new Dictionary<string, ProgressTask>();
            return new DemoLoader(api, people, at =>
            {
                if (!steps.TryGetValue(at.Step, out var step)) steps[at.Step] = step = shown.AddTask(at.Step, maxValue: at.Of);
                step.Value = at.Done;
            }).LoadAsync(cancellation);
        });
        voice.Say(new { environment, loaded = true }, $"""
            Loaded into the environment '{environment}':
              upgrade-button  running: 20,000 users, the urgent button sells more
              cookie-cats     concluded: 90,189 players as published; the later gate loses players after a week
              checkout-copy   running and broken: the sample-ratio alarm keeps the verdict back
            Look at /api/v1/environments/{environment}/experiments/cookie-cats/results, or at the experiments in the browser.
            Remove it again with: turnout demo --remove
            """);
        return ExitCodes.Done;
    }

    static async Task<int> RemoveAsync(DemoApi api, DemoPeople people, string environment, Voice voice, CancellationToken cancellation)
    {
        await new DemoLoader(api, people, _ => { }).RemoveAsync(cancellation);
        voice.Say(new { environment, removed = true }, $"The demo is gone from the environment '{environment}'; the audit log keeps what happened.");
        return ExitCodes.Done;
    }
}
