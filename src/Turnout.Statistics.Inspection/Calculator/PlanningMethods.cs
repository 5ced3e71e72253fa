using Turnout.Statistics.Planning;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Before the experiment.</summary>
internal static class PlanningMethods
{
    public static IEnumerable<Method> All =>
    [
        new("sample_size", "units needed to find an absolute \"effect\"; add \"tuning\" for always-valid, \"information\" for planned looks",
            """{"metric":{"rate":0.1},"effect":0.02,"power":0.8}""")
        {
            Run = fields =>
            {
                var effect = fields.Number("effect");
                return Planned(fields, (metric, design) => Answers.From(Planner.SampleSize(metric, effect, design), plan =>
                {
                    var answer = Answers.Ok();
                    answer["control"] = plan.Control;
                    answer["treatment"] = plan.Treatment;
                    answer["total"] = plan.Total;
                    answer["power"] = plan.Power;
                    return answer;
                }));
            },
        },
        new("detectable_effect", "the smallest effect that so many units in the control find",
            """{"metric":{"mean":10,"variance":100},"control_units":1571}""")
        {
            Run = fields =>
            {
                var units = fields.Positive("control_units");
                var down = fields.Flag("downwards");
                return Planned(fields, (metric, design) => Answers.From(Planner.DetectableEffect(metric, units, design, down), effect =>
                {
                    var answer = Answers.Ok();
                    answer["effect"] = effect;
                    if (metric.Mean != 0)
                        answer["lift"] = effect / Math.Abs(metric.Mean);
                    return answer;
                }));
            },
        },
        new("power", "the chance to find an effect with so many units in the control",
            """{"metric":{"rate":0.1},"effect":0.02,"control_units":3841}""")
        {
            Run = fields =>
            {
                double effect = fields.Number("effect"), units = fields.Positive("control_units");
                return Planned(fields, (metric, design) => Answers.From(Planner.Power(metric, effect, units, design), power =>
                {
                    var answer = Answers.Ok();
                    answer["power"] = power;
                    return answer;
                }));
            },
        },
        new("extra_units", "how many more units a running experiment needs, from its present error",
            """{"difference":0.01,"standard_error":0.008,"units":10000,"effect":0.02}""")
        {
            Run = fields =>
            {
                var effect = fields.Number("effect");
                if (!fields.Design().TryGet(out var design, out var reason))
                    return Answers.Refused(reason);
                return Answers.From(fields.Effect().Then(now => Planner.ExtraUnits(now, effect, design)), extra =>
                {
                    var answer = Answers.Ok();
                    answer["extra_units"] = extra;
                    return answer;
                });
            },
        },
        new("duration", "days until so many units have come, with a band; \"daily_units\" holds past days",
            """{"units":20000,"daily_units":[1010,980,1200,940,700,650,1100]}""")
        {
            Run = fields =>
            {
                var daily = Moments.Of(fields.Numbers("daily_units"));
                return Answers.From(Duration.Until(fields.Count("units"), daily, fields.Between("confidence", 0, 1, 0.9)), plan =>
                {
                    var answer = Answers.Ok();
                    answer["days"] = plan.Days;
                    answer["earliest"] = plan.Earliest;
                    answer["latest"] = plan.Latest;
                    return answer;
                });
            },
        },
    ];

    private static System.Text.Json.Nodes.JsonObject Planned(Fields fields, Func<PlannedMetric, Design, System.Text.Json.Nodes.JsonObject> answer)
    {
        Computed<PlannedMetric> metric = fields.PlannedMetric();
        var design = fields.Design();
        if (!metric.TryGet(out var m, out var reason) || !design.TryGet(out var d, out reason))
            return Answers.Refused(reason);
        return answer(m, d);
    }
}
