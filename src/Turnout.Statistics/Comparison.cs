namespace Turnout.Statistics;

/// <summary>What a fixed-horizon test says of treatment against control.</summary>
/// <param name="Effect">The difference and its error.</param>
/// <param name="Statistic">z, or Student's t where <see cref="Effect.DegreesOfFreedom"/> has a value.</param>
/// <param name="PValue">
/// The p-value, above 0: one too small for double precision reads as the smallest positive number, and <paramref name="LogPValue"/> has it exactly.
/// </param>
/// <param name="LogPValue">The natural logarithm of the p-value; always finite.</param>
/// <param name="Interval">The confidence interval of the difference.</param>
/// <param name="Lift">The relative change, or why there is none (a control mean of 0).</param>
/// <param name="LiftInterval">Fieller's interval of the lift, or why it has no bounds.</param>
/// <param name="Alpha">The level that <paramref name="Interval"/> leaves out.</param>
/// <param name="Alternative">What was tested for.</param>
public sealed record Comparison(
    Effect Effect,
    double Statistic,
    double PValue,
    double LogPValue,
    Interval Interval,
    Computed<double> Lift,
    Computed<Interval> LiftInterval,
    double Alpha,
    Alternative Alternative)
{
    /// <summary>Treatment minus control.</summary>
    public double Difference => Effect.Difference;

    /// <summary>The verdict of the test: its p-value is at most <see cref="Alpha"/>.</summary>
    public bool IsSignificant => PValue <= Alpha;
}
