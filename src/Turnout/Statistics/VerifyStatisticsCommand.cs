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
        var json = new Option<bool>("--json") { Description = "Answer in JSON, one object a line; the last counts." };
        only.AcceptOnlyFromAmong([.. AcceptancePlan.Letters]);
        var command = new Command("verify-statistics", "Checks the statistics by simulation: error rates, coverage, power, each against what theory promises.")
        {
            replicates, seed, only, json,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var wanted = arguments.GetValue(only) is { Length: > 0 } letters ? letters : [.. AcceptancePlan.Letters];
            return Task.FromResult(Run(wanted, new Effort(arguments.GetValue(replicates), arguments.GetValue(seed)), Voice.Of(arguments, json), cancellation));
        });
        return command;
    }

    internal static int Run(IEnumerable<string> letters, Effort effort, Voice voice, CancellationToken cancellation)
    {
        int passed = 0, failed = 0;
        if (!voice.Json) voice.Output.WriteLine($"{"",-2}{"check",-72}{"replicates",11}  {"expected",-12}{"accepted",-18}{"got",9}  pass");
        foreach (var row in letters.SelectMany(letter => AcceptancePlan.Run(letter, effort)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.IsReportOnly) { }
            else if (row.Passed) passed++;
            else failed++;
            var accepted = row.IsReportOnly ? "" : $"{Number(row.Low)} to {Number(row.High)}";
            var verdict = row.IsReportOnly ? "-" : row.Passed ? "yes" : "NO";
            voice.Say(Body(row), $"{row.Check,-2}{row.What,-72}{row.Replicates,11}  {row.Expected,-12}{accepted,-18}{Number(row.Got),9}  {verdict}");
            voice.Output.Flush();
        }
        voice.Say(new { passed, failed }, $"{passed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    // A number that JSON cannot write is null: no bound, nothing got.
    static object Body(CheckRow row) => new
    {
        check = row.Check, what = row.What, replicates = row.Replicates, expected = row.Expected,
        low = Finite(row.Low), high = Finite(row.High), got = Finite(row.Got), passed = row.IsReportOnly ? (bool?)null : row.Passed,
    };

    static double? Finite(double value) => double.IsFinite(value) ? value : null;

    static string Number(double value) => value.ToString(Math.Abs(value) >= 10 ? "0" : "0.####", CultureInfo.InvariantCulture);
}
