using System.CommandLine;
using System.Globalization;
using Turnout.Server.Analysis.Planning;
using Turnout.Server.Features.Experiments;

namespace Turnout;

/// <summary><c>turnout plan METRIC</c>: how many units and days an experiment needs, from the metric's own past in the event log.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var metric = new Argument<string>("metric") { Description = "The key of a metric." };
        var effect = new Option<double>("--effect") { Description = "The smallest change that would matter, as a share of the mean.", DefaultValueFactory = _ => PlanQuestion.DefaultEffect };
        var power = new Option<double>("--power") { Description = "The chance to find it.", DefaultValueFactory = _ => PlanQuestion.DefaultPower };
        var alpha = new Option<double>("--alpha") { Description = "The error allowed.", DefaultValueFactory = _ => 0.05 };
        var method = new Option<string>("--method") { Description = "always_valid or fixed_horizon.", DefaultValueFactory = _ => "always_valid" };
        method.AcceptOnlyFromAmong("always_valid", "fixed_horizon");
        var variants = new Option<int>("--variants") { Description = "How many, the control among them.", DefaultValueFactory = _ => 2 };
        var traffic = new Option<double>("--traffic") { Description = "The share of units that takes part, in per cent.", DefaultValueFactory = _ => 100 };
        var planned = new Option<double?>("--planned-units") { Description = "The always-valid test's tuning; the best for the plan without it." };
        var unit = new Option<string>("--unit") { Description = "What is assigned.", DefaultValueFactory = _ => "user" };
        var days = new Option<double>("--days") { Description = "How many days of the past are looked at.", DefaultValueFactory = _ => PastQuery.DefaultDays };
        var entry = new Option<string?>("--entry-event") { Description = "Units come in with this event; with any without it." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON, as the API does." };
        var environment = new Option<string>("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" };
        var data = ServeCommand.DataOption();
        var command = new Command("plan", "Plans an experiment from a metric's own past: sample size, smallest detectable effects, duration.")
        {
            metric, effect, power, alpha, method, variants, traffic, planned, unit, days, entry, json, environment, data,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<MetricPasts>(arguments.GetValue(data), voice, async pasts =>
            {
                var question = new PlanQuestion(
                    arguments.GetValue(effect), arguments.GetValue(power), arguments.GetValue(alpha),
                    arguments.GetValue(method) == "fixed_horizon" ? DecisionMethod.FixedHorizon : DecisionMethod.AlwaysValid,
                    [.. Enumerable.Repeat(1.0, Math.Clamp(arguments.GetValue(variants), 0, 101))], arguments.GetValue(traffic), arguments.GetValue(planned));
                var past = new PastQuery(arguments.GetValue(unit)!, arguments.GetValue(days), arguments.GetValue(entry));
                var problem = question.Check() ?? past.Check();
                if (problem is null && (await pasts.ReadAsync(arguments.GetValue(environment)!, arguments.GetValue(metric)!, past, cancellation)).TryGet(out var found, out problem))
                {
                    var plan = Plans.Of(found, question, TimeProvider.System.GetUtcNow());
                    if (voice.Json) voice.Say(plan, "");
                    else Write(voice.Output, plan);
                    return plan.Sample is null ? ExitCodes.Refused : ExitCodes.Done;
                }
                return voice.Fail(problem!);
            }, cancellation);
        });
        return command;
    }

    internal static void Write(TextWriter output, PlanBody plan)
    {
        var past = plan.Past;
        output.WriteLine($"{plan.Metric}: {past.Units} units from {Day(past.From)} to {Day(past.To)}, mean {Number(past.Mean)}, variance {Number(past.Variance)}, {Number(past.UnitsPerDay)} new units a day");
        var always = plan.Design.PlannedUnits is { } planned ? $"always-valid (decision.planned_units {planned.ToString("0", CultureInfo.InvariantCulture)})" : "fixed horizon";
        output.WriteLine($"{plan.Design.Variants} variants, {Number(plan.Design.TrafficPercent)} % of the traffic, {always}, alpha {Number(plan.Design.Alpha)}, power {Number(plan.Design.Power)}{(plan.Design.Cuped ? ", CUPED" : "")}");
        output.WriteLine();
        if (plan.Sample is { } sample)
        {
            output.WriteLine($"to find {Share(sample.RelativeEffect)} ({Number(sample.Effect)}): {sample.UnitsPerVariant} units in the control, {sample.Units} in all");
            if (sample.Days is { } days)
                output.WriteLine($"in {days.Expected} days of traffic ({days.Earliest} to {(days.Latest is { } latest ? latest.ToString(CultureInfo.InvariantCulture) : "no end in sight")} with 90 % confidence), and {Number(days.WindowDays)} days until the last window is over");
            output.WriteLine();
        }
        foreach (var row in plan.Detectable)
            output.WriteLine($"after {row.Days,3} days, {row.Units,9} units: {(row.RelativeEffect is { } share ? Share(share) : "nothing")} can be found");
        foreach (var note in plan.Notes) output.WriteLine($"note: {note}");
    }

    static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Share(double share) => (share * 100).ToString("+0.##;-0.##", CultureInfo.InvariantCulture) + " %";

    static string Number(double? value) => value is { } number ? number.ToString("G4", CultureInfo.InvariantCulture) : "unknown";
}
