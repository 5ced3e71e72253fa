using System.Text.Json.Nodes;
using Turnout.Statistics.Health;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Checks that come before any result.</summary>
internal static class HealthMethods
{
    public static IEnumerable<Method> All =>
    [
        new("srm", "sample-ratio mismatch at one look: chi-square, or the exact test where an arm expects fewer than 5 units",
            """{"weights":[1,1],"counts":[44700,45489]}""")
        {
            Run = fields => Answers.From(
                SampleRatio.Check(fields.Numbers("weights"), fields.Counts("counts"), Threshold(fields)), Checked),
        },
        new("srm_periods", "sample-ratio mismatch after a change of weights: every period against its own weights, added up",
            """{"periods":[{"weights":[9,1],"counts":[900,100]},{"weights":[1,1],"counts":[480,520]}]}""")
        {
            Run = fields => Answers.From(
                SampleRatio.CheckPeriods(
                    fields.Objects("periods").Select(period => (period.Numbers("weights"), period.Counts("counts"))).ToList(), Threshold(fields)),
                Checked),
        },
        new("srm_daily", "sample-ratio mismatch as of one day's look of many, from that day's counts alone",
            """{"weights":[1,1],"counts":[300,200],"day":3}""")
        {
            Run = fields =>
            {
                var weights = fields.Numbers("weights");
                var counts = fields.Counts("counts");
                var day = fields.Count("day");
                if (day is < 1 or > 100_000)
                    throw fields.Range("day", "must be 1 to 100000");
                return Answers.From(DailySampleRatio.Check(weights, counts, (int)day, Threshold(fields)), check =>
                {
                    var answer = Answers.Ok();
                    answer["p_value"] = check.PValue;
                    answer["unexpected_units"] = check.UnexpectedUnits;
                    answer["mismatch"] = check.IsMismatch;
                    return answer;
                });
            },
        },
        new("srm_sequential", "sample-ratio mismatch that may be checked every day; \"looks\" holds the counts of every look so far, in order",
            """{"weights":[1,1],"looks":[[480,520],[930,1070],[1390,1610]]}""")
        {
            Run = fields =>
            {
                var weights = fields.Numbers("weights");
                var threshold = Threshold(fields);
                var concentration = fields.Between("concentration", 0, 1e15, SequentialSampleRatio.DefaultConcentration);
                SequentialSampleRatioCheck? running = null;
                var looks = fields.CountRows("looks");
                if (looks.Length == 0)
                    throw fields.Range("looks", "must have at least one look");
                foreach (var counts in looks)
                {
                    if (!SequentialSampleRatio.Check(weights, counts, threshold, concentration).TryGet(out var check, out var reason))
                        return Answers.Refused(reason);
                    running = check.After(running);
                }

                var answer = Answers.Ok();
                answer["p_value"] = running!.PValue;
                answer["ln_p_value"] = running.LogPValue;
                answer["unexpected_units"] = running.UnexpectedUnits;
                answer["mismatch"] = running.IsMismatch;
                return answer;
            },
        },
        new("multiple_exposure", "units that saw more than one arm", """{"units":10000,"multiply_exposed":120}""")
        {
            Run = fields => Answers.From(
                MultipleExposure.Check(fields.Count("units"), fields.Count("multiply_exposed"), fields.Between("limit", 0, 1, MultipleExposure.DefaultLimit)),
                check =>
                {
                    var answer = Answers.Ok();
                    answer["share"] = check.Share;
                    answer["alarm"] = check.IsAlarm;
                    return answer;
                }),
        },
        new("balance", "did the arms differ before the experiment began?",
            """{"control":{"n":5000,"mean":12.1,"variance":30},"treatment":{"n":5000,"mean":12.0,"variance":31}}""")
        {
            Run = fields => Answers.From(
                CovariateBalance.Check(
                    fields.Object("control").Moments(), fields.Object("treatment").Moments(), Threshold(fields)),
                check =>
                {
                    var answer = Answers.Ok();
                    answer["t"] = check.Comparison.Statistic;
                    answer["p_value"] = check.Comparison.PValue;
                    answer["unbalanced"] = check.IsUnbalanced;
                    return answer;
                }),
        },
    ];

    private static double Threshold(Fields fields) => fields.Between("threshold", 0, 1, SampleRatio.DefaultThreshold);

    private static JsonObject Checked(SampleRatioCheck check)
    {
        var answer = Answers.Ok();
        answer["chi2"] = check.ChiSquare;
        answer["df"] = check.DegreesOfFreedom;
        answer["p_value"] = check.PValue;
        answer["exact"] = check.IsExact;
        answer["unexpected_units"] = check.UnexpectedUnits;
        answer["mismatch"] = check.IsMismatch;
        return answer;
    }
}
