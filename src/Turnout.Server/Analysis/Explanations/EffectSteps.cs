using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>From an arm's sums to the effect: <c>d</c>, <c>se</c>, the degrees of freedom <c>df</c>, the baseline <c>b</c> with its variance <c>vb</c> and covariance <c>cb</c>.</summary>
internal static class EffectSteps
{
    const string Log = "event log";
    const string Deng = "Deng, Xu, Kohavi and Walker (2013)";

    /// <returns>Whether Student's t serves, with <c>df</c> degrees of freedom.</returns>
    public static bool Write(Derivation to, MetricDefinition metric, MetricEffects effects, int treatment, bool adjusted)
    {
        var type = metric.Type;
        if (type == MetricType.Ratio && adjusted) RatioCuped(to, effects, treatment);
        else if (type == MetricType.Ratio) Ratio(to, effects, treatment);
        else if (adjusted) Cuped(to, effects, treatment);
        else if (type == MetricType.Quantile) return Quantile(to, metric.Quantile!.Value, effects, treatment);
        else if (type.IsRate()) return Rates(to, effects, treatment);
        else Means(to, effects, treatment);
        to.Step("se", "standard error of the difference", "sqrt(v_c + v_t)");
        to.Step("df", "degrees of freedom", "(v_c + v_t)^2 / (v_c^2 / (n_c - 1) + v_t^2 / (n_t - 1))", "Welch (1947), Satterthwaite's approximation");
        return true;
    }

    static bool Rates(Derivation to, MetricEffects effects, int treatment)
    {
        foreach (var (side, arm) in Sides(effects, treatment))
        {
            to.Given($"n_{side}", $"units of {Name(side)}", arm.Successes.Units, Log);
            to.Given($"x_{side}", $"units of {Name(side)} that have it", arm.Successes.Count, Log);
            to.Step($"p_{side}", $"rate of {Name(side)}", $"x_{side} / n_{side}");
        }
        to.Step("d", "difference", "p_t - p_c");
        to.Step("p_all", "rate of both together", "(x_c + x_t) / (n_c + n_t)");
        // All of one arm and none of the other: the pooled variance stands in, as in the test.
        var flat = to["p_c"] * (1 - to["p_c"]) + to["p_t"] * (1 - to["p_t"]) == 0;
        foreach (var side in new[] { "c", "t" })
            to.Step($"v_{side}", $"squared error of the rate of {Name(side)}", flat ? $"p_all * (1 - p_all) / n_{side}" : $"p_{side} * (1 - p_{side}) / n_{side}");
        to.Step("se", "standard error of the difference, unpooled", "sqrt(v_c + v_t)");
        Baseline(to, "p_c", "v_c", "-v_c");
        return false;
    }

    static void Means(Derivation to, MetricEffects effects, int treatment)
    {
        foreach (var (side, arm) in Sides(effects, treatment))
        {
            Moments(to, side, arm.Moments);
            to.Step($"v_{side}", $"squared error of the mean of {Name(side)}", $"s2_{side} / n_{side}");
        }
        to.Step("d", "difference", "m_t - m_c");
        Baseline(to, "m_c", "v_c", "-v_c");
    }

    static bool Quantile(Derivation to, double which, MetricEffects effects, int treatment)
    {
        const string source = "Deng, Knoblich and Lu (2018), section 5";
        to.Given("nu", "which quantile", which, "the metric");
        to.Step("z_95", "standard errors that a 95 % interval of a quantile reaches", "z_above(0.025)");
        foreach (var (side, arm) in Sides(effects, treatment))
        {
            var quantile = arm.Quantile!.Value.Value;
            to.Given($"values_{side}", $"values of {Name(side)}", quantile.Values, Log);
            to.Given($"q_{side}", "their quantile, between order statistics (type 7)", quantile.Arm.Mean, Log);
            to.Step($"h_{side}", "how far beside it the order statistics are looked at", $"z_95 * sqrt(nu * (1 - nu) / values_{side})", source);
            to.Given($"lo_{side}", $"the quantile of the same values at nu - h_{side}", quantile.Lower, Log);
            to.Given($"up_{side}", $"the quantile of the same values at nu + h_{side}", quantile.Upper, Log);
            to.Step($"e_{side}", "its error, were all values independent", $"(up_{side} - lo_{side}) / (2 * z_95)", source);
            Pair(to, side, quantile.Below, "number of a unit's values that are at most the quantile", "number of a unit's values");
            to.Step($"r_{side}", "share of values that are at most the quantile", $"y_{side} / x_{side}");
            to.Step($"vr_{side}", "its squared error, by unit", $"(vy_{side} + r_{side}^2 * vx_{side} - 2 * r_{side} * c_{side}) / x_{side}^2 / n_{side}", "delta method: " + source);
            to.Step($"g_{side}", "by how much values of one unit belong together", $"vr_{side} / (nu * (1 - nu) / values_{side})", source);
            to.Step($"v_{side}", $"squared error of the quantile of {Name(side)}", $"e_{side}^2 * g_{side}");
        }
        to.Step("d", "difference", "q_t - q_c");
        to.Step("se", "standard error of the difference", "sqrt(v_c + v_t)");
        Baseline(to, "q_c", "v_c", "-v_c");
        return false;
    }

    static void Ratio(Derivation to, MetricEffects effects, int treatment)
    {
        foreach (var (side, arm) in Sides(effects, treatment))
        {
            Pair(to, side, arm.Joint, "numerator", "denominator");
            to.Step($"r_{side}", $"ratio of {Name(side)}", $"y_{side} / x_{side}");
            to.Step($"v_{side}", $"squared error of the ratio of {Name(side)}", $"(vy_{side} + r_{side}^2 * vx_{side} - 2 * r_{side} * c_{side}) / x_{side}^2 / n_{side}", "delta method: Deng, Knoblich and Lu (2018)");
        }
        to.Step("d", "difference", "r_t - r_c");
        Baseline(to, "r_c", "v_c", "-v_c");
    }

    static void Cuped(Derivation to, MetricEffects effects, int treatment)
    {
        string[] sides = [.. Enumerable.Range(0, effects.Totals.Length).Select(arm => arm == effects.Control ? "c" : arm == treatment ? "t" : $"o{arm}")];
        for (var arm = 0; arm < sides.Length; arm++) Pair(to, sides[arm], effects.Totals[arm].Covariate!.Value, "metric", "pre-period");
        to.Step("theta", "slope of the metric on its pre-period, within all arms",
            $"({Sum(side => $"(n_{side} - 1) * c_{side}")}) / ({Sum(side => $"(n_{side} - 1) * vx_{side}")})", Deng);
        to.Step("x_all", "mean of the pre-period over all arms", $"({Sum(side => $"n_{side} * x_{side}")}) / ({Sum(side => $"n_{side}")})");
        foreach (var side in new[] { "c", "t" })
        {
            to.Step($"a_{side}", $"adjusted mean of {Name(side)}", $"y_{side} - theta * (x_{side} - x_all)", Deng);
            to.Step($"v_{side}", "its squared error", $"(vy_{side} + theta^2 * vx_{side} - 2 * theta * c_{side}) / n_{side}");
        }
        to.Step("d", "difference of the adjusted means", "a_t - a_c");
        Baseline(to, "y_c", "vy_c / n_c", "-(vy_c - theta * c_c) / n_c");

        string Sum(Func<string, string> term) => string.Join(" + ", sides.Select(term));
    }

    static void RatioCuped(Derivation to, MetricEffects effects, int treatment)
    {
        foreach (var (side, arm) in Sides(effects, treatment))
        {
            var m = arm.RatioCovariate!;
            string[] names = ["numerator", "denominator", "pre-period numerator", "pre-period denominator"];
            to.Given($"n_{side}", $"units of {Name(side)}", m.Count, Log);
            for (var i = 0; i < 4; i++) to.Given($"m{i}_{side}", $"mean {names[i]} of {Name(side)}", m.Mean(i), Log);
            for (var i = 0; i < 4; i++)
                for (var k = i; k < 4; k++) to.Given($"c{i}{k}_{side}", i == k ? $"variance of the {names[i]}" : $"covariance of {names[i]} and {names[k]}", m.Covariance(i, k), Log);
            to.Step($"r_{side}", $"ratio of {Name(side)}", $"m0_{side} / m1_{side}");
            to.Step($"q_{side}", $"ratio of {Name(side)} in the pre-period", $"m2_{side} / m3_{side}");
            to.Step($"yy_{side}", "variance of one unit's part in the ratio", $"(c00_{side} + r_{side}^2 * c11_{side} - 2 * r_{side} * c01_{side}) / m1_{side}^2", "delta method: Deng, Knoblich and Lu (2018)");
            to.Step($"xx_{side}", "the same in the pre-period", $"(c22_{side} + q_{side}^2 * c33_{side} - 2 * q_{side} * c23_{side}) / m3_{side}^2");
            to.Step($"yx_{side}", "covariance of both", $"(c02_{side} - q_{side} * c03_{side} - r_{side} * c12_{side} + r_{side} * q_{side} * c13_{side}) / (m1_{side} * m3_{side})");
        }
        to.Step("theta", "slope of the metric on its pre-period, within both arms", "((n_c - 1) * yx_c + (n_t - 1) * yx_t) / ((n_c - 1) * xx_c + (n_t - 1) * xx_t)", Deng + ", appendix B");
        to.Step("d", "adjusted difference", "r_t - r_c - theta * (q_t - q_c)");
        foreach (var side in new[] { "c", "t" })
            to.Step($"v_{side}", $"squared error of the adjusted ratio of {Name(side)}", $"(yy_{side} + theta^2 * xx_{side} - 2 * theta * yx_{side}) / n_{side}");
        Baseline(to, "r_c", "yy_c / n_c", "-(yy_c - theta * yx_c) / n_c");
    }

    static void Moments(Derivation to, string side, Moments arm)
    {
        to.Given($"n_{side}", $"units of {Name(side)}", arm.Count, Log);
        to.Given($"m_{side}", $"mean of {Name(side)}", arm.Mean, Log);
        to.Given($"s2_{side}", $"variance of {Name(side)}, over n − 1", arm.Variance, Log);
    }

    static void Pair(Derivation to, string side, JointMoments arm, string y, string x)
    {
        to.Given($"n_{side}", $"units of {Name(side)}", arm.Count, Log);
        to.Given($"y_{side}", $"mean {y} of {Name(side)}", arm.MeanY, Log);
        to.Given($"x_{side}", $"mean {x} of {Name(side)}", arm.MeanX, Log);
        to.Given($"vy_{side}", $"variance of the {y}", arm.Y.Variance, Log);
        to.Given($"vx_{side}", $"variance of the {x}", arm.X.Variance, Log);
        to.Given($"c_{side}", "covariance of both", arm.Covariance, Log);
    }

    static void Baseline(Derivation to, string mean, string variance, string covariance)
    {
        to.Step("b", "what the lift divides by: the control's own mean", mean);
        to.Step("vb", "its squared error", variance);
        to.Step("cb", "covariance of the difference with it", covariance);
    }

    static (string Side, ArmTotals Arm)[] Sides(MetricEffects effects, int treatment) => [("c", effects.Totals[effects.Control]), ("t", effects.Totals[treatment])];

    static string Name(string side) => side switch { "c" => "the control", "t" => "the treatment", _ => "another variant" };
}
