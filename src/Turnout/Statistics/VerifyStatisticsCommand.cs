using System.CommandLine;
using System.Globalization;
using Turnout.Statistics.Inspection.Verification;

namespace Turnout.Statistics;

/// <summary><c>turnout verify-statistics</c>: simulated experiments with known truth, and whether the library tells it.</summary>
internal static class VerifyStatisticsCommand
{
    public static Command Create()
    {
        var replicates = new Option<int?>("--replicates")
        {
            Description = "Caps the replicates of every check, 10 or more; without it the full plan runs, for some minutes. Smaller runs accept wider bands.",
        };
        replicates.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 10)
                result.AddError("--replicates must be 10 or more.");
        });
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same table.", DefaultValueFactory = _ => new Effort().Seed };
        var only = new Option<string[]>("--only") { Description = "Letters of the checks to run; all without it.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. AcceptancePlan.Letters]);
        var command = new Command("verify-statistics", "Checks the statistics by simulation: error rates, coverage, power, each against what theory promises.")
        {
            replicates, seed, only,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var wanted = arguments.GetValue(only) is { Length: > 0 } letters ? letters : [.. AcceptancePlan.Letters];
            return Task.FromResult(Run(wanted, new Effort(arguments.GetValue(replicates), arguments.GetValue(seed)), Console.Out, cancellation));
        });
        return command;
    }

    internal static int Run(IEnumerable<string> letters, Effort effort, TextWriter output, CancellationToken cancellation)
    {
        int passed = 0, failed = 0;
        output.WriteLine($"{"",-2}{"check",-72}{"replicates",11}  {"expected",-12}{"accepted",-18}{"got",9}  pass");
        foreach (var row in letters.SelectMany(letter => AcceptancePlan.Run(letter, effort)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.IsReportOnly) { }
            else if (row.Passed) passed++;
            else failed++;
            var accepted = row.IsReportOnly ? "" : $"{Number(row.Low)} to {Number(row.High)}";
            var verdict = row.IsReportOnly ? "-" : row.Passed ? "yes" : "NO";
            output.WriteLine($"{row.Check,-2}{row.What,-72}{row.Replicates,11}  {row.Expected,-12}{accepted,-18}{Number(row.Got),9}  {verdict}");
            output.Flush();
        }
        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    static string Number(double value) => value.ToString(Math.Abs(value) >= 10 ? "0" : "0.####", CultureInfo.InvariantCulture);
}
