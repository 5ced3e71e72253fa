using System.Globalization;
using Turnout.Statistics;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>Numbers as people read them, in facts. Programs read the numbers beside them.</summary>
internal static class Words
{
    public static string P(double p) => p < 0.0001 ? "less than 0.0001" : Round(p, p < 0.001 ? 5 : 4);

    /// <summary>A share as a percentage without a sign.</summary>
    public static string Share(double share) => $"{Round(share * 100, 2)} %";

    /// <summary>A change as a percentage with its sign.</summary>
    public static string Change(double change) => $"{Sign(change)}{Round(Math.Abs(change) * 100, 2)} %";

    /// <summary>A difference in the metric's unit, four digits that count.</summary>
    public static string Number(double value) => $"{Sign(value)}{Plain(Math.Abs(value))}";

    public static string Plain(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Count(long count, string what) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Between(Interval interval, Func<double, string> text) => (interval.Lower, interval.Upper) switch
    {
        ({ } lower, { } upper) => $"{text(lower)} to {text(upper)}",
        ({ } lower, null) => $"{text(lower)} or more",
        (null, { } upper) => $"{text(upper)} or less",
        _ => "without bounds",
    };

    /// <summary>The shares of the units, observed and asked for.</summary>
    public static string Shares(IReadOnlyList<long> units, IReadOnlyList<double> weights)
    {
        double all = units.Sum(), weight = weights.Sum();
        return $"{string.Join(" : ", units.Select(count => Share(count / all)))} instead of {string.Join(" : ", weights.Select(share => Share(share / weight)))}";
    }

    static string Sign(double value) => value < 0 ? "−" : "+";

    static string Round(double value, int digits) => Math.Round(value, digits).ToString("0.#####", CultureInfo.InvariantCulture);
}
