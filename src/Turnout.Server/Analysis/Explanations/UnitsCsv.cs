using System.Globalization;
using System.Text;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>The numbers of every unit in a metric, of a quantile its values, without names: all that anyone needs to compute the metric's results with a program of their own.</summary>
internal static class UnitsCsv
{
    /// <returns>
    /// One line for each unit that counts: its variant, number and pre-period; of a quantile for each value: its variant, the unit by a number of its own, the value. 404 <c>unknown_metric</c>.
    /// </returns>
    public static Result<string> Of(Counted counted, string metric)
    {
        var place = counted.Plan.Metrics.ToList().FindIndex(one => one.Key == metric);
        if (place < 0) return Problem.NotFound("unknown_metric", $"The experiment '{counted.Experiment.Key}' has no metric '{metric}'.");
        if (counted.Tally.Values[place] is { } values) return Of(counted, values);
        var numbers = counted.Tally.Numbers[place]!;
        var isRatio = counted.Plan.Metrics[place].Type == MetricType.Ratio;
        var text = new StringBuilder(isRatio ? "variant,numerator,denominator,pre_numerator,pre_denominator\n" : "variant,value,pre_value\n");
        var arms = counted.Tally.Units.Arms;
        for (var unit = 0; unit < arms.Length; unit++)
        {
            if (arms[unit] < 0 || !numbers.TryGet(unit, out var number)) continue;
            text.Append(counted.Plan.Arms[arms[unit]]).Append(',').Append(number.Y.ToString("R", CultureInfo.InvariantCulture)).Append(',');
            if (isRatio) text.AppendJoin(',', Text(number.Below), Text(number.PreY), Text(number.PreBelow));
            else text.Append(Text(number.PreY));
            text.Append('\n');
        }
        return text.ToString();
    }

    static string Of(Counted counted, QuantileValues values)
    {
        var text = new StringBuilder("variant,unit,value\n");
        for (var i = 0; i < values.Values.Length; i++)
        {
            var place = values.Places[i];
            text.AppendJoin(',', counted.Plan.Arms[counted.Tally.Units.ArmAt(place)], (place + 1).ToString(CultureInfo.InvariantCulture), Text(values.Values[i])).Append('\n');
        }
        return text.ToString();
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
