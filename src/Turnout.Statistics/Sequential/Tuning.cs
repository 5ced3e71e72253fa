namespace Turnout.Statistics.Sequential;

/// <summary>
/// Where an always-valid test is sharpest. Fixed before the start and shown with the result: the promise holds for any choice made without
/// the data, for none made with them.
/// </summary>
public sealed record Tuning
{
    private Tuning()
    {
    }

    /// <summary>The mixing variance for each unit, ρ²; null where <see cref="TauSquared"/> is set.</summary>
    public double? RhoSquared { get; private init; }

    /// <summary>The mixing variance on the scale of the effect, τ²; null where <see cref="RhoSquared"/> is set.</summary>
    public double? TauSquared { get; private init; }

    /// <summary>Sharpest near so many units in both arms together: ρ² = (−2 ln α + ln(1−2 ln α))/N*.</summary>
    /// <param name="units">N*, above 0: about what a fixed-horizon test would need.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <remarks>Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021), arXiv 2103.06476, appendix.</remarks>
    public static Tuning ForUnits(double units, double alpha = 0.05)
    {
        Positive(units, nameof(units));
        var log = -2 * Math.Log(Level.Check(alpha));
        return FromRhoSquared((log + Distributions.Special.Log1p(log)) / units);
    }

    /// <summary>ρ² as other engines state it: Eppo's r is 1/ρ², GrowthBook's tuning parameter is N*.</summary>
    public static Tuning FromRhoSquared(double rhoSquared) => new() { RhoSquared = Positive(rhoSquared, nameof(rhoSquared)) };

    /// <summary>The mixture sequential probability ratio test's τ²: effects of about τ are expected.</summary>
    /// <remarks>Source: Robbins (1970); Johari, Pekelis and Walsh (2017), KDD.</remarks>
    public static Tuning FromTauSquared(double tauSquared) => new() { TauSquared = Positive(tauSquared, nameof(tauSquared)) };

    /// <summary>N·ρ², the weight of the data against the mixture; the same number as τ²/se².</summary>
    internal double Spread(double standardError, double units) =>
        RhoSquared is { } rho ? rho * units : TauSquared!.Value / standardError / standardError;

    private static double Positive(double value, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A tuning lies above 0.");
}
