namespace Turnout.Statistics;

/// <summary>How large a loss a guardrail tolerates.</summary>
/// <param name="Size">Above 0; in the metric's unit, or as a share of the control's mean.</param>
/// <param name="IsRelative">True for a share.</param>
public readonly record struct Margin(double Size, bool IsRelative = false);

/// <summary>Whether a treatment is at worst a tolerated margin worse.</summary>
/// <param name="PValue">Of the hypothesis that it is worse by the margin or more; above 0.</param>
/// <param name="LogPValue">Its natural logarithm.</param>
/// <param name="Statistic">z, or t with the effect's degrees of freedom.</param>
/// <param name="Bound">How much worse the treatment may still be, as a difference in the metric's unit (lower end of a one-sided interval where higher is better).</param>
/// <param name="Alpha">The error allowed, one-sided.</param>
public sealed record NonInferiorityResult(double PValue, double LogPValue, double Statistic, double Bound, double Alpha)
{
    /// <summary>The verdict: the p-value is at most alpha, a harm of the margin is ruled out.</summary>
    public bool IsShown => PValue <= Alpha;
}

/// <summary>Whether a treatment lies within a margin on both sides.</summary>
/// <param name="PValue">The larger of the two one-sided p-values; above 0.</param>
/// <param name="Alpha">The error allowed.</param>
public sealed record EquivalenceResult(double PValue, double Alpha)
{
    /// <summary>The verdict: both harms of the margin are ruled out.</summary>
    public bool IsShown => PValue <= Alpha;
}

/// <summary>
/// The test of a guardrail. "No significant harm" is no evidence of safety when few units were seen; this asks for evidence.
/// </summary>
/// <remarks>Source: Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority; Schuirmann (1987) for equivalence.</remarks>
public static class NonInferiority
{
    /// <summary>Tests that the treatment is not worse by the margin.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="margin">What is tolerated; above 0.</param>
    /// <param name="lowerIsBetter">True where an increase is the harm.</param>
    /// <param name="alpha">One-sided; between 0 and 1.</param>
    /// <returns>The result, or <c>zero_baseline</c> for a relative margin on a control mean of 0.</returns>
    public static Computed<NonInferiorityResult> Test(Effect effect, Margin margin, bool lowerIsBetter = false, double alpha = 0.05)
    {
        Level.Check(alpha);
        var sign = lowerIsBetter ? -1 : 1;
        if (!Shifted(effect, margin, sign).TryGet(out var shifted, out var reason))
            return reason;
        var alternative = lowerIsBetter ? Alternative.Less : Alternative.Greater;
        var statistic = shifted.Difference / shifted.StandardError;
        var log = FixedHorizon.LogPValue(statistic, effect.DegreesOfFreedom, alternative);
        var bound = effect.Difference - sign * FixedHorizon.Multiplier(effect.DegreesOfFreedom, alpha, alternative) * effect.StandardError;
        return new NonInferiorityResult(Level.PValue(log), log, statistic, bound, alpha);
    }

    /// <summary>The same at every look at once, by the always-valid test of the effect moved by the margin.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="margin">What is tolerated; above 0.</param>
    /// <param name="tuning">Fixed before the start.</param>
    /// <param name="lowerIsBetter">True where an increase is the harm.</param>
    /// <param name="alpha">One-sided, over all looks together; between 0 and 1.</param>
    /// <returns>
    /// The result, its statistic the moved effect over its error; or <c>zero_baseline</c> for a relative margin on a control mean of 0,
    /// <c>insufficient_data</c> while nothing bounds the effect.
    /// </returns>
    public static Computed<NonInferiorityResult> TestAlways(Effect effect, Margin margin, Sequential.Tuning tuning, bool lowerIsBetter = false, double alpha = 0.05)
    {
        var sign = lowerIsBetter ? -1 : 1;
        if (!Shifted(effect, margin, sign).TryGet(out var shifted, out var reason))
            return reason;
        var alternative = lowerIsBetter ? Alternative.Less : Alternative.Greater;
        var test = Sequential.AlwaysValid.Test(shifted, tuning, alpha, alternative);
        var plain = Sequential.AlwaysValid.Test(effect, tuning, alpha, alternative);
        return plain.Interval.Select(interval => new NonInferiorityResult(
            test.PValue, test.LogPValue, shifted.Difference / shifted.StandardError, (lowerIsBetter ? interval.Upper : interval.Lower)!.Value, alpha));
    }

    /// <summary>Tests that the treatment is neither better nor worse by the margin (two one-sided tests).</summary>
    public static Computed<EquivalenceResult> Equivalence(Effect effect, Margin margin, double alpha = 0.05) =>
        Test(effect, margin, false, alpha).Then(below =>
            Test(effect, margin, true, alpha).Select(above => new EquivalenceResult(Math.Max(below.PValue, above.PValue), alpha)));

    /// <summary>The effect plus the margin; a relative margin moves with the baseline, whose error it takes along.</summary>
    private static Computed<Effect> Shifted(Effect effect, Margin margin, int sign)
    {
        if (margin.Size is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(margin), margin.Size, "A margin lies above 0.");
        if (!margin.IsRelative)
            return effect with { Difference = effect.Difference + sign * margin.Size };
        if (effect.Baseline == 0)
            return NotComputable.NoBaseline("control");
        var weight = sign * margin.Size * Math.Sign(effect.Baseline);
        var variance = effect.StandardError * effect.StandardError + weight * weight * effect.BaselineVariance
            + 2 * weight * effect.BaselineCovariance;
        return variance > 0
            ? effect with { Difference = effect.Difference + weight * effect.Baseline, StandardError = Math.Sqrt(variance) }
            : NotComputable.NoVariance("both arms");
    }
}
