using System.Text.Json.Nodes;
using Turnout.Statistics.Multiplicity;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Looks at running experiments, and families of tests.</summary>
internal static class SequentialMethods
{
    private static readonly string[] Corrections =
        ["none", "bonferroni", "holm", "hochberg", "hommel", "benjamini_hochberg", "benjamini_yekutieli"];

    public static IEnumerable<Method> All =>
    [
        new("always_valid", "the test that may be looked at every day; two arms, or an effect with its standard error",
            """{"control":{"units":5000,"successes":500},"treatment":{"units":5000,"successes":580},"tuning":{"units":10000}}""")
        {
            Run = fields =>
            {
                var tuning = fields.Tuning();
                double alpha = fields.Alpha();
                var alternative = fields.Alternative();
                return Answers.From(fields.Effect(), effect => Answers.Ok().Sequential(AlwaysValid.Test(effect, tuning, alpha, alternative)));
            },
        },
        new("hybrid", "looked at every day until a planned end and there once more, sharply; \"planned_end\" says whether this is that look",
            """{"control":{"units":5000,"successes":500},"treatment":{"units":5000,"successes":580},"tuning":{"units":10000},"planned_end":true}""")
        {
            Run = fields =>
            {
                var tuning = fields.Tuning();
                double alpha = fields.Alpha(), share = fields.Between("share", 0, 1, 0.5);
                var alternative = fields.Alternative();
                var isPlannedEnd = fields.Flag("planned_end");
                return Answers.From(fields.Effect(), effect => Answers.Ok().Sequential(Hybrid.Test(effect, tuning, isPlannedEnd, alpha, share, alternative)));
            },
        },
        new("bounded_mean", "a mean of values between known bounds, valid at every count; values in the order observed",
            """{"low":0,"high":1,"values":[0,1,0,0,1,0,0,0,1,0,0,0,0,1,0,0,1,0,0,0]}""")
        {
            Run = fields =>
            {
                double low = fields.Number("low"), high = fields.Number("high");
                if (!(high > low) || !double.IsFinite(high - low))
                    throw fields.Range("high", "must lie above 'low'");
                var mean = new BoundedMean(low, high, fields.Alpha());
                foreach (var value in fields.Numbers("values"))
                {
                    if (!mean.Add(value))
                        throw fields.Range("values", "must lie between 'low' and 'high'");
                }

                return Answers.From(mean.Current, result =>
                {
                    var answer = Answers.Ok();
                    answer["n"] = result.Count;
                    answer["estimate"] = result.Estimate;
                    answer["confidence_interval"] = Answers.Pair(result.Interval);
                    return answer;
                });
            },
        },
        new("group_sequential", "one of a few planned looks; \"information\" holds the shares of all looks so far",
            """{"difference":0.02,"standard_error":0.008,"information":[0.25,0.5]}""")
        {
            Run = fields =>
            {
                var rule = fields.Rule();
                var information = Information(fields);
                return Answers.From(fields.Effect().Then(effect => rule.Test(effect, information)), test =>
                {
                    var answer = Answers.Ok().Effect(test.Effect);
                    answer["z"] = test.Statistic;
                    answer["bound"] = test.Look.Bound;
                    answer["spent"] = test.Look.Spent;
                    answer["p_value"] = test.PValue;
                    answer.With("confidence_interval", test.Interval).With("lift", test.Effect.Lift).With("lift_interval", test.LiftInterval);
                    answer["significant"] = test.IsSignificant;
                    return answer;
                });
            },
        },
        new("group_sequential_bounds", "the bounds of planned looks, and with \"drift\" (the expected z at the end) the chance to have stopped",
            """{"information":[0.2,0.4,0.6,0.8,1],"spending":"obrien_fleming"}""")
        {
            Run = fields =>
            {
                var drift = fields.Number("drift", 0);
                return Answers.From(fields.Rule().Plan(Information(fields)), looks =>
                {
                    var chances = GroupSequential.StoppingChances(looks, drift);
                    var answer = Answers.Ok();
                    answer["looks"] = new JsonArray(looks.Select((look, i) => (JsonNode)new JsonObject
                    {
                        ["information"] = look.Information,
                        ["spent"] = look.Spent,
                        ["bound"] = look.Bound,
                        ["stopped_by"] = chances[i],
                    }).ToArray());
                    return answer;
                });
            },
        },
        new("multiplicity", "p-values corrected within a family; null leaves it",
            """{"p_values":[0.01,0.02,0.03,null,0.5],"correction":"holm"}""")
        {
            Run = fields =>
            {
                var p = fields.NumbersOrNull("p_values");
                if (Array.Exists(p, value => value is < 0 or > 1))
                    throw fields.Range("p_values", "must lie between 0 and 1");
                var correction = (Correction)Array.IndexOf(Corrections, fields.Word("correction", "holm", Corrections));
                var alpha = fields.Alpha();
                var adjusted = Adjustment.Adjust(p, correction);
                var answer = Answers.Ok();
                answer["adjusted_p_values"] = new JsonArray(adjusted.Select(value => (JsonNode?)value).ToArray());
                answer["significant"] = new JsonArray(adjusted.Select(value => (JsonNode)(value <= alpha)).ToArray());
                answer["interval_alpha"] = Adjustment.IntervalAlpha(p, correction, alpha);
                return answer;
            },
        },
        new("preferential_levels", "levels that favour the primary of several hypotheses: its share of alpha, the rest shared equally",
            """{"count":4,"gamma":0.5}""")
        {
            Run = fields =>
            {
                var count = fields.Count("count");
                if (count is < 1 or > 10_000)
                    throw fields.Range("count", "must be 1 to 10,000");
                var answer = Answers.Ok();
                answer["levels"] = Answers.List(Adjustment.PreferentialLevels((int)count, fields.Between("gamma", 0, 1), fields.Alpha()));
                return answer;
            },
        },
    ];

    private static double[] Information(Fields fields)
    {
        var information = fields.Numbers("information");
        return information.Length is > 0 and <= 1000 ? information : throw fields.Range("information", "must have 1 to 1000 shares");
    }
}
