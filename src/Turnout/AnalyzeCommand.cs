using System.CommandLine;
using System.Globalization;
using Turnout.Server.Analysis;

namespace Turnout;

/// <summary><c>turnout analyze</c>: counts every experiment from the log itself, and has running servers do so too.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var environment = new Option<string?>("--environment") { Description = "Only this environment." };
        var rebuild = new Option<bool>("--rebuild") { Description = "Running servers forget what they have counted, and read the log anew." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON, one object a line." };
        var data = ServeCommand.DataOption();
        var command = new Command("analyze", "Counts every experiment from the beginning of the event log. The same events give the same digest, whoever counts them.")
        {
            environment, rebuild, json, data,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<Reanalysis>(arguments.GetValue(data), voice, async analysis =>
            {
                var only = arguments.GetValue(environment);
                if (only is not null && await analysis.CheckAsync(only, cancellation) is { } problem) return voice.Fail(problem);
                await foreach (var counted in analysis.RunAsync(only, arguments.GetValue(rebuild), cancellation)) voice.Say(counted, Line(counted));
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }

    static string Line(Reanalysed counted) => string.Create(CultureInfo.InvariantCulture,
        $"{counted.Environment}\t{counted.Experiment}\t{counted.Exposures} exposures\t{counted.Units} units\t{counted.Metrics} metrics\t{counted.Digest}");
}
