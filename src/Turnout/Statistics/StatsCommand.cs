using System.CommandLine;
using Turnout.Statistics.Inspection.Calculator;

namespace Turnout.Statistics;

/// <summary><c>turnout stats METHOD</c>: the statistics library as a filter, one JSON object a line in and one a line out.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var command = new Command(
            "stats",
            "Computes statistics: reads one JSON object a line, writes one a line. A bad line answers {\"status\":\"error\",…}, and the exit code is 1 at the end. Every method is explained in docs/statistics.");
        foreach (var method in Method.All)
            command.Subcommands.Add(Create(method));
        return command;
    }

    static Command Create(Method method)
    {
        var command = new Command(method.Name, $"{method.Summary}. Example: {method.Example}") { Voice.AlwaysJsonOption() };
        command.SetAction(async (_, cancellation) =>
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            return await LineCalculator.RunAsync(method, input, output, cancellation) == 0 ? 0 : 1;
        });
        return command;
    }
}
