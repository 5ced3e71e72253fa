using System.Text.Json.Nodes;
using Turnout.Statistics.Bayes;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Bayesian readings and bandits.</summary>
internal static class BayesMethods
{
    public static IEnumerable<Method> All =>
    [
        new("bayes_conversion", "two rates under a beta prior: chance to win, expected losses",
            """{"control":{"units":1000,"successes":100},"treatment":{"units":1000,"successes":120},"prior":{"alpha":1,"beta":1}}""")
        {
            Run = fields => Answers.From(
                BetaBinomial.Update(fields.Object("control").Successes(), fields.Object("treatment").Successes(), Prior(fields), fields.Alpha()),
                posterior =>
                {
                    var answer = Answers.Ok();
                    answer["chance_to_win"] = posterior.ChanceToWin;
                    answer["loss_of_treatment"] = posterior.LossOfTreatment;
                    answer["loss_of_control"] = posterior.LossOfControl;
                    answer["control_mean"] = posterior.ControlMean;
                    answer["treatment_mean"] = posterior.TreatmentMean;
                    answer["control_interval"] = Answers.Pair(posterior.ControlInterval);
                    answer["treatment_interval"] = Answers.Pair(posterior.TreatmentInterval);
                    return answer.With("expected_lift", posterior.ExpectedLift);
                }),
        },
        new("bayes_effect", "an effect under a normal prior (none: flat); \"relative\" puts the prior on the lift",
            """{"control":{"n":1000,"mean":10,"variance":100},"treatment":{"n":1000,"mean":10.6,"variance":100},"prior":{"mean":0,"standard_deviation":0.05,"relative":true}}""")
        {
            Run = fields =>
            {
                var prior = GaussianPrior.Flat;
                if (fields.Has("prior"))
                {
                    var given = fields.Object("prior");
                    prior = new(given.Number("mean", 0), given.Positive("standard_deviation"), given.Flag("relative"));
                }

                var alpha = fields.Alpha();
                return Answers.From(fields.Effect().Then(effect => GaussianEffect.Update(effect, prior, alpha)), posterior =>
                {
                    var answer = Answers.Ok();
                    answer["posterior_mean"] = posterior.Mean;
                    answer["posterior_standard_deviation"] = posterior.StandardDeviation;
                    answer["chance_to_win"] = posterior.ChanceToWin;
                    answer["loss_of_treatment"] = posterior.LossOfTreatment;
                    answer["loss_of_control"] = posterior.LossOfControl;
                    answer["credible_interval"] = Answers.Pair(posterior.CredibleInterval);
                    return answer;
                });
            },
        },
        new("best_arm", "which of several arms is best: rates under a beta prior, or means",
            """{"arms":[{"units":1000,"successes":100},{"units":1000,"successes":120},{"units":1000,"successes":110}]}""")
        {
            Run = fields =>
            {
                var arms = fields.Objects("arms");
                var lower = fields.Flag("lower_is_better");
                if (arms.Count is < 2 or > 100)
                    throw fields.Range("arms", "must be 2 to 100");
                Computed<IReadOnlyList<ArmStanding>> result;
                if (arms[0].Has("successes"))
                {
                    result = BestArm.OfRates(arms.Select(arm => arm.Successes()).ToList(), Prior(fields), lower);
                }
                else
                {
                    var means = new List<Arm>();
                    foreach (var (arm, i) in arms.Select((arm, i) => (arm, i)))
                    {
                        if (!arm.Moments().ToArm($"arm {i}").TryGet(out var mean, out var reason))
                            return Answers.Refused(reason);
                        means.Add(mean);
                    }

                    result = BestArm.OfMeans(means, lower);
                }

                return Answers.From(result, standings =>
                {
                    var answer = Answers.Ok();
                    answer["chance_best"] = Answers.List(standings.Select(s => s.ChanceBest));
                    answer["expected_loss"] = Answers.List(standings.Select(s => s.ExpectedLoss));
                    return answer;
                });
            },
        },
        new("bandit_weights", "the next period's weights from each arm's chance to be best",
            """{"chances_best":[0.1,0.7,0.2],"floor":0.02,"rule":"thompson"}""")
        {
            Run = fields =>
            {
                var chances = fields.Numbers("chances_best");
                var floor = fields.Number("floor", 0.01);
                if (chances.Length < 2 || Array.Exists(chances, p => p < 0) || !(chances.Sum() > 0))
                    throw fields.Range("chances_best", "must be two or more, 0 or more, one of them above 0");
                if (!(floor >= 0 && floor * chances.Length <= 1))
                    throw fields.Range("floor", "must lie between 0 and one over the number of arms");
                var rule = fields.Word("rule", "thompson", "thompson", "top_two") == "top_two" ? BanditRule.TopTwo : BanditRule.Thompson;
                var answer = Answers.Ok();
                answer["weights"] = Answers.List(Bandit.Weights(chances, floor, rule));
                return answer;
            },
        },
        new("bandit_means", "each arm's mean over periods of constant weights; \"periods\" holds for each the moments of every arm",
            """{"periods":[{"arms":[{"n":500,"mean":0.10,"variance":0.09},{"n":500,"mean":0.12,"variance":0.1056}]},{"arms":[{"n":200,"mean":0.11,"variance":0.0979},{"n":800,"mean":0.12,"variance":0.1056}]}]}""")
        {
            Run = fields =>
            {
                var periods = fields.Objects("periods").Select(period => period.Objects("arms").Select(arm => arm.Moments()).ToArray()).ToList();
                if (periods.Exists(period => period.Length == 0 || period.Length != periods[0].Length))
                    throw fields.Range("periods", "must each have the same arms, at least one");
                return Answers.From(Bandit.PeriodWeighted(periods), arms =>
                {
                    var answer = Answers.Ok();
                    answer["arms"] = new JsonArray(arms.Select(arm => (JsonNode)Answers.Arm(arm)).ToArray());
                    return answer;
                });
            },
        },
    ];

    private static BetaPrior Prior(Fields fields)
    {
        if (!fields.Has("prior"))
            return BetaPrior.Uniform;
        var prior = fields.Object("prior");
        return new(prior.Between("alpha", 0, 1e12), prior.Between("beta", 0, 1e12));
    }
}
