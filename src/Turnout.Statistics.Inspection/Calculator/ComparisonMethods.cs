using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Two arms at a fixed horizon.</summary>
internal static class ComparisonMethods
{
    public static IEnumerable<Method> All =>
    [
        new("two_proportions", "two rates: pooled z, p-value, intervals of difference and lift; Fisher and Newcombe where counts are small",
            """{"control":{"units":44700,"successes":8502},"treatment":{"units":45489,"successes":8279}}""")
        {
            Run = fields =>
            {
                Successes control = fields.Object("control").Successes(), treatment = fields.Object("treatment").Successes();
                var alpha = fields.Alpha();
                var alternative = fields.Alternative();
                return Answers.From(
                    TwoProportions.Compare(control, treatment, alpha, alternative),
                    result => Answers.Proportions(
                        result, TwoProportions.ScoreInterval(control, treatment, alpha),
                        TwoProportions.NewcombeInterval(control, treatment, alpha, alternative)));
            },
        },
        new("wilson", "one rate with Wilson's interval", """{"units":20,"successes":0}""")
        {
            Run = fields =>
            {
                var arm = fields.Successes();
                return Answers.From(TwoProportions.WilsonInterval(arm, fields.Alpha()), interval =>
                {
                    var answer = Answers.Ok();
                    answer["rate"] = arm.Rate;
                    answer["confidence_interval"] = Answers.Pair(interval);
                    return answer;
                });
            },
        },
        new("fisher", "two rates by Fisher's exact test", """{"control":{"units":4,"successes":1},"treatment":{"units":4,"successes":3},"alternative":"greater"}""")
        {
            Run = fields =>
            {
                Successes control = fields.Object("control").Successes(), treatment = fields.Object("treatment").Successes();
                var alternative = fields.Alternative();
                if (control.Units == 0 || treatment.Units == 0)
                    return Answers.Refused(new("insufficient_data", "at least 1 unit must have been observed", control.Units == 0 ? "control" : "treatment"));
                var answer = Answers.Ok();
                answer["difference"] = treatment.Rate - control.Rate;
                answer["p_value"] = FisherExact.PValue(control, treatment, alternative);
                return answer;
            },
        },
        new("barnard", "two rates by Barnard's exact test, sharper than Fisher's; up to 5,000 units an arm",
            """{"control":{"units":15,"successes":12},"treatment":{"units":15,"successes":7}}""")
        {
            Run = fields =>
            {
                Successes control = fields.Object("control").Successes(), treatment = fields.Object("treatment").Successes();
                return Answers.From(BarnardExact.PValue(control, treatment, fields.Alternative()), p =>
                {
                    var answer = Answers.Ok();
                    answer["difference"] = treatment.Rate - control.Rate;
                    answer["p_value"] = p;
                    return answer;
                });
            },
        },
        new("welch", "two means with variances of their own: t, degrees of freedom, p-value, intervals",
            """{"control":{"n":10,"mean":0.75,"variance":3.2},"treatment":{"n":10,"mean":2.33,"variance":4.01}}""")
        {
            Run = fields => Answers.From(
                Welch.Compare(fields.Object("control").Moments(), fields.Object("treatment").Moments(), fields.Alpha(), fields.Alternative()),
                test => Answers.Ok().Comparison(test)),
        },
        new("lift", "the relative change with its interval by Fieller, by the delta method and on the log scale",
            """{"control":{"units":2000,"successes":20},"treatment":{"units":2000,"successes":26}}""")
        {
            Run = fields =>
            {
                var alpha = fields.Alpha();
                return Answers.From(fields.Effect(), effect =>
                {
                    var reach = FixedHorizon.Multiplier(effect.DegreesOfFreedom, alpha);
                    return Answers.Ok().With("lift", effect.Lift).With("relative_standard_error", effect.RelativeError)
                        .With("fieller_interval", effect.LiftIntervalAt(reach)).With("delta_interval", effect.DeltaLiftIntervalAt(reach))
                        .With("log_interval", effect.LogLiftIntervalAt(reach));
                });
            },
        },
        new("ratio", "two ratios of sums by the delta method; moments are by unit",
            """{"control":{"n":1000,"numerator_mean":2,"numerator_variance":9,"denominator_mean":10,"denominator_variance":25,"covariance":11},"treatment":{"n":1000,"numerator_mean":2.2,"numerator_variance":9,"denominator_mean":10,"denominator_variance":25,"covariance":11}}""")
        {
            Run = fields => Answers.From(
                RatioMetric.Compare(
                    fields.Object("control").Pair("numerator", "denominator"), fields.Object("treatment").Pair("numerator", "denominator"),
                    fields.Alpha(), fields.Alternative()),
                test => Answers.Ok().Comparison(test)),
        },
        new("cuped", "two means after a pre-period explained part of their variance",
            """{"control":{"n":1000,"mean":10,"variance":100,"covariate_mean":9.5,"covariate_variance":90,"covariance":76},"treatment":{"n":1000,"mean":10.6,"variance":100,"covariate_mean":9.6,"covariate_variance":90,"covariance":76}}""")
        {
            Run = fields =>
            {
                JointMoments control = fields.Object("control").Pair("", "covariate"), treatment = fields.Object("treatment").Pair("", "covariate");
                double alpha = fields.Alpha();
                var alternative = fields.Alternative();
                return Answers.From(
                    Cuped.Adjust(control, treatment).Then(arms => arms.Effect(0, 1).Select(effect => (Arms: arms, Effect: effect))),
                    result =>
                    {
                        var answer = Answers.Ok().Comparison(FixedHorizon.Test(result.Effect, alpha, alternative));
                        answer["theta"] = result.Arms.Theta;
                        answer["variance_reduction"] = result.Arms.VarianceReduction;
                        answer["control_adjusted_mean"] = result.Arms.Arms[0].Mean;
                        answer["treatment_adjusted_mean"] = result.Arms.Arms[1].Mean;
                        return answer;
                    });
            },
        },
        new("ratio_cuped", "CUPED for a ratio; variables: numerator, denominator, pre-period numerator, pre-period denominator",
            """{"control":{"n":500,"means":[2,10,2,10],"covariances":[[9,11,5,6],[11,25,6,12],[5,6,9,11],[6,12,11,25]]},"treatment":{"n":500,"means":[2.2,10,2,10],"covariances":[[9,11,5,6],[11,25,6,12],[5,6,9,11],[6,12,11,25]]}}""")
        {
            Run = fields => Fixed(fields, RatioCuped.Effect(fields.Object("control").Matrix(4), fields.Object("treatment").Matrix(4))),
        },
        new("regression_adjustment", "CUPED with several covariates; variables: the outcome, then its covariates; \"interacted\" gives each arm slopes of its own",
            """{"control":{"n":500,"means":[10,5,3],"covariances":[[100,30,20],[30,25,5],[20,5,16]]},"treatment":{"n":500,"means":[11,5,3],"covariances":[[100,30,20],[30,25,5],[20,5,16]]}}""")
        {
            Run = fields =>
            {
                var control = fields.Object("control").Matrix(null);
                var treatment = fields.Object("treatment").Matrix(control.Variables);
                return Fixed(fields, fields.Flag("interacted") ? RegressionAdjustment.InteractedEffect(control, treatment) : RegressionAdjustment.Effect(control, treatment));
            },
        },
        new("quantile", "two quantiles of values; with \"units\" (an index for each value) clustered by unit",
            """{"quantile":0.5,"control":{"values":[12,15,11,19,14,13,17,16]},"treatment":{"values":[11,14,10,17,13,12,16,15]}}""")
        {
            Run = fields =>
            {
                var quantile = fields.Between("quantile", 0, 1);
                if (!Quantile(fields.Object("control"), quantile, "control").TryGet(out var control, out var reason)
                    | !Quantile(fields.Object("treatment"), quantile, "treatment").TryGet(out var treatment, out var second))
                    return Answers.Refused((reason ?? second)!);
                var answer = Fixed(fields, QuantileMetric.Effect(control, treatment));
                answer["control"] = Answers.Arm(control);
                answer["treatment"] = Answers.Arm(treatment);
                return answer;
            },
        },
        new("rank_interval", "one quantile with its exact interval by ranks: for ties and few values",
            """{"quantile":0.5,"values":[10,9,8,7,6,5,4,3,2,1]}""")
        {
            Run = fields => Answers.From(
                QuantileMetric.RankInterval(fields.Numbers("values"), fields.Between("quantile", 0, 1), fields.Alpha()),
                interval =>
                {
                    var answer = Answers.Ok();
                    answer["confidence_interval"] = Answers.Pair(interval);
                    return answer;
                }),
        },
        new("strata", "post-stratified difference of means",
            """{"strata":[{"name":"mobile","control":{"n":800,"mean":3,"variance":4},"treatment":{"n":820,"mean":3.2,"variance":4}},{"name":"desktop","control":{"n":200,"mean":9,"variance":16},"treatment":{"n":210,"mean":9.4,"variance":16}}]}""")
        {
            Run = fields => Fixed(
                fields,
                Stratification.Effect(
                    fields.Objects("strata").Select(s => new Stratum(s.Text("name"), s.Object("control").Moments(), s.Object("treatment").Moments())).ToList(),
                    fields.Flag("sampled_shares"), Math.Max(2, fields.Count("least_units", 5)))),
        },
        new("non_inferiority", "a guardrail: is the treatment at worst a margin worse (one-sided)?",
            """{"control":{"units":10000,"successes":1000},"treatment":{"units":10000,"successes":995},"margin":0.1,"relative":true}""")
        {
            Run = fields =>
            {
                var margin = new Margin(fields.Positive("margin"), fields.Flag("relative"));
                var lower = fields.Flag("lower_is_better");
                var alpha = fields.Alpha();
                var tuning = fields.Has("tuning") ? fields.Tuning() : null;
                return Answers.From(fields.Effect().Then(effect => tuning is null
                    ? NonInferiority.Test(effect, margin, lower, alpha)
                    : NonInferiority.TestAlways(effect, margin, tuning, lower, alpha)), result =>
                {
                    var answer = Answers.Ok();
                    answer["statistic"] = result.Statistic;
                    answer["p_value"] = result.PValue;
                    answer["ln_p_value"] = result.LogPValue;
                    answer["bound"] = result.Bound;
                    answer["shown"] = result.IsShown;
                    return answer;
                });
            },
        },
        new("equivalence", "is the treatment within a margin on both sides?",
            """{"control":{"n":500,"mean":20,"variance":25},"treatment":{"n":500,"mean":20.1,"variance":25},"margin":1}""")
        {
            Run = fields =>
            {
                var margin = new Margin(fields.Positive("margin"), fields.Flag("relative"));
                var alpha = fields.Alpha();
                return Answers.From(fields.Effect().Then(effect => NonInferiority.Equivalence(effect, margin, alpha)), result =>
                {
                    var answer = Answers.Ok();
                    answer["p_value"] = result.PValue;
                    answer["shown"] = result.IsShown;
                    return answer;
                });
            },
        },
    ];

    private static System.Text.Json.Nodes.JsonObject Fixed(Fields fields, Computed<Effect> effect)
    {
        var alpha = fields.Alpha();
        var alternative = fields.Alternative();
        return Answers.From(effect, value => Answers.Ok().Comparison(FixedHorizon.Test(value, alpha, alternative)));
    }

    private static Computed<Arm> Quantile(Fields arm, double quantile, string subject)
    {
        var values = arm.Numbers("values");
        if (!arm.Has("units"))
            return QuantileMetric.ToArm(values, quantile, subject);
        var units = arm.Counts("units");
        if (units.Length != values.Length || units.Any(unit => unit >= 10_000_000))
            throw arm.Range("units", "must have an index below 10,000,000 for each value");
        return QuantileMetric.ToClusteredArm(values, Array.ConvertAll(units, unit => (int)unit), quantile, subject);
    }
}
