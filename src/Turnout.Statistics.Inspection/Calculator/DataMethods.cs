using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>From values to moments, and the distributions underneath.</summary>
internal static class DataMethods
{
    public static IEnumerable<Method> All =>
    [
        new("moments", "count, mean and variance of values", """{"values":[0.7,-1.6,-0.2,-1.2,-0.1,3.4,3.7,0.8,0,2]}""")
        {
            Run = fields =>
            {
                var moments = Moments.Of(fields.Numbers("values"));
                if (moments.Count < 2)
                    return Answers.Refused(new("insufficient_data", "at least 2 units must have been observed", "values"));
                if (!double.IsFinite(moments.Variance))
                    return Answers.Refused(new("out_of_range", "every step must stay within the range of double precision", "values"));
                var answer = Answers.Ok();
                answer["n"] = moments.Count;
                answer["mean"] = moments.Mean;
                answer["variance"] = moments.Variance;
                return answer;
            },
        },
        new("cap", "the limit at a percentile of all arms' values together, and each arm's moments under it",
            """{"percentile":0.9,"arms":[[1,2,3,4,100],[2,3,4,5,6]]}""")
        {
            Run = fields =>
            {
                var arms = fields.Rows("arms");
                return Answers.From(Cap.AtPercentile(arms, fields.Between("percentile", 0, 1), fields.Flag("ignore_zeros")), limit =>
                {
                    var answer = Answers.Ok();
                    answer["limit"] = limit;
                    answer["arms"] = new System.Text.Json.Nodes.JsonArray(arms.Select(values =>
                    {
                        var moments = Cap.Apply(values, limit);
                        return (System.Text.Json.Nodes.JsonNode)new System.Text.Json.Nodes.JsonObject
                        {
                            ["n"] = moments.Count,
                            ["mean"] = moments.Mean,
                            ["variance"] = moments.Variance,
                        };
                    }).ToArray());
                    return answer;
                });
            },
        },
        new("tail", "the chance above x: normal, t (df), chi_square (df), beta (a, b), gamma (shape), noncentral_t (df, noncentrality)", """{"distribution":"normal","x":37}""")
        {
            Run = fields =>
            {
                var x = fields.Number("x");
                var log = fields.Word("distribution", "normal", "normal", "t", "chi_square", "beta", "gamma", "noncentral_t") switch
                {
                    "t" => UpperTail.LogStudentT(x, fields.Positive("df")),
                    "chi_square" => UpperTail.LogChiSquare(x, fields.Positive("df")),
                    "beta" => UpperTail.LogBeta(x, fields.Positive("a"), fields.Positive("b")),
                    "gamma" => UpperTail.LogGamma(x, fields.Positive("shape")),
                    "noncentral_t" => UpperTail.LogNoncentralT(x, fields.Positive("df"), fields.Number("noncentrality")),
                    _ => UpperTail.LogNormal(x),
                };
                if (!double.IsFinite(log))
                    return Answers.Refused(new("out_of_range", "x must lie where the distribution has a tail", "x"));
                var answer = Answers.Ok();
                answer["p"] = Math.Max(double.Epsilon, Math.Exp(log));
                answer["ln_p"] = log;
                return answer;
            },
        },
    ];
}
