using System.Globalization;
using System.Text;

namespace Turnout.Server.Analysis;

/// <summary>Results as a table: one line for each metric and variant; the control's comparison is empty.</summary>
internal static class ResultsCsv
{
    const string Head = "experiment,metric,type,variant,assignments,exposures,units,total,mean,control,difference,lift,z,p_value,ci_low,ci_high,lift_low,lift_high,significant,verdict";

    public static string Write(ResultsBody results)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var metric in results.Metrics)
        {
            for (var i = 0; i < metric.Variants.Count; i++)
            {
                var (variant, all) = (metric.Variants[i], results.Variants[i]);
                var comparison = metric.Comparisons.FirstOrDefault(item => item.Variant == variant.Key);
                text.AppendJoin(',',
                    results.Experiment, metric.Key, metric.Type.ToString().ToLowerInvariant(), variant.Key, all.Assignments, all.Exposures, variant.Units,
                    Number(variant.Total), Number(variant.Mean), comparison?.Control, Number(comparison?.Difference), Number(comparison?.Lift), Number(comparison?.Z),
                    Number(comparison?.PValue), Number(comparison?.ConfidenceInterval?[0]), Number(comparison?.ConfidenceInterval?[1]),
                    Number(comparison?.LiftInterval?[0]), Number(comparison?.LiftInterval?[1]), comparison is null ? "" : comparison.Significant ? "true" : "false",
                    comparison?.Verdict).Append('\n');
            }
        }
        return text.ToString();
    }

    // Keys hold no commas or quotes; numbers are written so that they read back exactly.
    static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
