using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Planning;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>The shapes that several methods read.</summary>
internal static class Inputs
{
    public static double Alpha(this Fields fields) => fields.Between("alpha", 0, 1, 0.05);

    public static Alternative Alternative(this Fields fields) =>
        fields.Word("alternative", "two_sided", "two_sided", "greater", "less") switch
        {
            "greater" => Statistics.Alternative.Greater,
            "less" => Statistics.Alternative.Less,
            _ => Statistics.Alternative.TwoSided,
        };

    public static Successes Successes(this Fields arm)
    {
        var successes = new Successes(arm.Count("units"), arm.Count("successes"));
        return successes.Count <= successes.Units ? successes : throw arm.Range("successes", "must not exceed 'units'");
    }

    public static Moments Moments(this Fields arm) =>
        Statistics.Moments.FromVariance(arm.Count("n"), arm.Number("mean"), NotNegative(arm, "variance"));

    public static JointMoments Pair(this Fields arm, string y, string x)
    {
        var n = arm.Count("n");
        var first = Statistics.Moments.FromVariance(n, arm.Number(Name(y, "mean")), NotNegative(arm, Name(y, "variance")));
        var second = Statistics.Moments.FromVariance(n, arm.Number(Name(x, "mean")), NotNegative(arm, Name(x, "variance")));
        var joint = JointMoments.FromParts(first, second, arm.Number("covariance") * Math.Max(0, n - 1));
        return joint.IsOk ? joint.Value : throw arm.Range("covariance", "must not exceed the product of the standard deviations");

        static string Name(string of, string what) => of.Length == 0 ? what : $"{of}_{what}";
    }

    public static MomentMatrix Matrix(this Fields arm, int? variables)
    {
        var means = arm.Numbers("means");
        if (variables is { } wanted && means.Length != wanted)
            throw arm.Range("means", $"must have {wanted} numbers");
        if (means.Length == 0)
            throw arm.Range("means", "must have at least one number");
        var matrix = MomentMatrix.FromCovariances(arm.Count("n"), means, arm.Rows("covariances"));
        return matrix.IsOk ? matrix.Value : throw arm.Range("covariances", "must be a symmetric square, a row for each mean, without a correlation beyond 1");
    }

    /// <summary>The effect of two arms given by successes or by moments, or an effect that another program has computed.</summary>
    public static Computed<Effect> Effect(this Fields fields)
    {
        if (fields.Has("difference"))
        {
            var baseline = fields.Has("baseline") ? fields.Number("baseline") : 0;
            var baselineError = fields.Has("baseline_standard_error") ? fields.Number("baseline_standard_error") : 0;
            double difference = fields.Number("difference"), error = fields.Positive("standard_error");
            if (!double.IsFinite(difference / error))
                throw fields.Range("standard_error", "is too small beside the difference");
            return new Effect(
                difference, error, fields.Has("df") ? fields.Positive("df") : null,
                fields.Count("units", 1), baseline, baselineError * baselineError, -baselineError * baselineError);
        }

        Fields control = fields.Object("control"), treatment = fields.Object("treatment");
        return control.Has("successes")
            ? TwoProportions.Effect(control.Successes(), treatment.Successes())
            : Welch.Effect(control.Moments(), treatment.Moments());
    }

    public static Tuning Tuning(this Fields fields)
    {
        if (!fields.Has("tuning"))
            throw new MalformedLine("missing_member", "'tuning' is missing: one of {\"units\"}, {\"rho_squared\"}, {\"tau_squared\"}, fixed before the start.");
        var tuning = fields.Object("tuning");
        return tuning.Has("rho_squared") ? Sequential.Tuning.FromRhoSquared(tuning.Positive("rho_squared"))
            : tuning.Has("tau_squared") ? Sequential.Tuning.FromTauSquared(tuning.Positive("tau_squared"))
            : Sequential.Tuning.ForUnits(tuning.Positive("units"), fields.Alpha());
    }

    public static GroupSequential Rule(this Fields fields) => new(
        fields.Alpha(),
        fields.Word("spending", "obrien_fleming", "obrien_fleming", "pocock", "power") switch
        {
            "pocock" => SpendingRule.Pocock,
            "power" => SpendingRule.Power,
            _ => SpendingRule.OBrienFleming,
        },
        fields.Between("spending_power", 0, 100, 3));

    public static Computed<PlannedMetric> PlannedMetric(this Fields fields)
    {
        var metric = fields.Object("metric");
        return metric.Has("rate")
            ? Planning.PlannedMetric.Proportion(metric.Number("rate"))
            : Planning.PlannedMetric.OfMean(metric.Number("mean"), NotNegative(metric, "variance"));
    }

    public static Computed<Design> Design(this Fields fields)
    {
        var design = new Design
        {
            Alpha = fields.Alpha(),
            Power = fields.Between("power", 0, 1, 0.8),
            Alternative = fields.Alternative(),
            Comparisons = (int)Math.Min(10_000, Math.Max(1, fields.Count("comparisons", 1))),
            TreatmentPerControl = fields.Positive("treatment_per_control", 1),
            CovariateCorrelation = fields.Between("covariate_correlation", -1, 1, 0),
        };
        if (fields.Has("tuning"))
            return design with { AlwaysValid = fields.Tuning() };
        if (!fields.Has("information"))
            return design;
        return fields.Rule().Plan(fields.Numbers("information")).Select(looks => design with { Looks = looks });
    }

    public static double NotNegative(this Fields fields, string name)
    {
        var value = fields.Number(name);
        return value >= 0 ? value : throw fields.Range(name, "must be 0 or more");
    }
}
