namespace Turnout.Statistics;

/// <summary>A range of values that the data do not rule out.</summary>
/// <param name="Lower">The lower end; null where nothing limits that side, as in a one-sided interval.</param>
/// <param name="Upper">The upper end; null where nothing limits that side.</param>
public readonly record struct Interval(double? Lower, double? Upper)
{
    /// <summary>True when <paramref name="value"/> lies inside or on an end.</summary>
    public bool Contains(double value) => !(Lower > value) && !(Upper < value);

    /// <summary>The distance between the ends; null where a side is open.</summary>
    public double? Width => Upper - Lower;

    /// <summary>What both allow; where they exclude each other, the single point midway between them.</summary>
    /// <remarks>A confidence sequence's running intersection may become empty only when its assumptions are violated or by its error rate.</remarks>
    public Interval Intersect(Interval other)
    {
        var lower = Larger(Lower, other.Lower);
        var upper = Smaller(Upper, other.Upper);
        return lower > upper ? new((lower + upper) / 2, (lower + upper) / 2) : new(lower, upper);
    }

    internal static Interval Around(double centre, double halfWidth, Alternative alternative = Alternative.TwoSided) => alternative switch
    {
        Alternative.Greater => new(centre - halfWidth, null),
        Alternative.Less => new(null, centre + halfWidth),
        _ => new(centre - halfWidth, centre + halfWidth),
    };

    internal Interval Scale(double positive) => new(Lower * positive, Upper * positive);

    private static double? Larger(double? a, double? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static double? Smaller(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
