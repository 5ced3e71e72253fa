using System.CommandLine;
using System.Globalization;
using Turnout.Server.Analysis.Planning;
using Turnout.Server.Analysis.Replays;

namespace Turnout;

/// <summary><c>turnout aa EXPERIMENT|METRIC</c>: deals the real units of the event log to variants at random, again and again, and tells how often a test that should find nothing finds something.</summary>
internal static class AaCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("subject") { Description = "The key of an experiment, or of a metric." };
        var replays = new Option<int>("--replays") { Description = "How often the units are dealt anew, 10 to 100000.", DefaultValueFactory = _ => 500 };
        replays.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 10 or > 100_000) result.AddError("--replays is 10 to 100000.");
        });
        var seed = new Option<ulong>("--seed") { Description = "The same seed deals the same.", DefaultValueFactory = _ => 1 };
        var metric = new Option<string?>("--metric") { Description = "Of an experiment: which of its metrics; the first without it." };
        var unit = new Option<string>("--unit") { Description = "Of a metric: who is dealt.", DefaultValueFactory = _ => "user" };
        var days = new Option<double>("--days") { Description = "Of a metric: how many days of its past.", DefaultValueFactory = _ => PastQuery.DefaultDays };
        var entry = new Option<string?>("--entry-event") { Description = "Of a metric: units come in with this event; with any without it." };
        var environment = new Option<string>("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" };
        var json = Voice.JsonOption();
        var data = ServeCommand.DataOption();
        var command = new Command("aa", "Replays real events as experiments without any effect: true false-positive rate, coverage and smallest detectable effect of a metric.")
        {
            subject, replays, seed, metric, unit, days, entry, environment, json, data,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<Replayer>(arguments.GetValue(data), voice, async replayer =>
            {
                var past = new PastQuery(arguments.GetValue(unit)!, arguments.GetValue(days), arguments.GetValue(entry));
                if (past.Check() is { } wrong) return voice.Fail(wrong);
                var (name, where) = (arguments.GetValue(subject)!, arguments.GetValue(environment)!);
                var (times, start) = (arguments.GetValue(replays), arguments.GetValue(seed));
                var answer = await replayer.ExperimentAsync(where, name, arguments.GetValue(metric), times, start, cancellation);
                if (answer.Problem?.Code == "unknown_experiment") answer = await replayer.MetricAsync(where, name, past, times, start, cancellation);
                if (!answer.TryGet(out var found, out var problem)) return voice.Fail(problem.Code == "unknown_metric" ? problem with { Detail = $"There is no experiment and no metric '{name}' in this environment." } : problem);
                if (voice.Json) voice.Say(new { metric = found.Metric, report = found.Report }, "");
                else Write(voice.Output, found.Metric, found.Report);
                return found.Report.Rates.All(rate => rate.IsKept) ? ExitCodes.Done : ExitCodes.Refused;
            }, cancellation);
        });
        return command;
    }

    internal static void Write(TextWriter output, string metric, ReplayReport report)
    {
        output.WriteLine($"{metric}: {report.Replays} replays of {report.Units} units, two variants, nothing to be found");
        output.WriteLine();
        output.WriteLine($"{"false positives",-58}{"got",9}  {"accepted",-18} kept");
        foreach (var rate in report.Rates)
            output.WriteLine($"{rate.What,-58}{Number(rate.FalsePositives),9}  {(rate.High >= 1 ? "" : $"{Number(rate.Low)} to {Number(rate.High)}"),-18} {(rate.High >= 1 ? "-" : rate.IsKept ? "yes" : "NO")}");
        output.WriteLine();
        output.WriteLine($"interval for one look held the truth in              {Number(report.Coverage)}");
        output.WriteLine($"the declared method's interval in                    {Number(report.DecidedCoverage)}");
        output.WriteLine($"standard error told / spread of the differences      {Number(report.ErrorRatio)}");
        output.WriteLine($"variance that CUPED takes off                        {Number(report.VarianceReduction)}");
        output.WriteLine($"smallest effect found with 80 % power, one look      {Effect(report.DetectableEffect, report.Mean)}");
        output.WriteLine($"the same by the declared method                      {Effect(report.DecidedDetectableEffect, report.Mean)}");
    }

    static string Effect(double effect, double mean) =>
        $"{effect.ToString("G4", CultureInfo.InvariantCulture)}{(mean == 0 ? "" : $" ({(effect / Math.Abs(mean) * 100).ToString("0.##", CultureInfo.InvariantCulture)} % of the mean)")}";

    static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
