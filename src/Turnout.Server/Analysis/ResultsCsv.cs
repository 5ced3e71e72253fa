using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Analysis;

/// <summary>Results as a table: one line for each metric and variant; the control's comparison is empty.</summary>
internal static class ResultsCsv
{
    const string Head = "experiment,metric,type,variant,assignments,exposures,units,total,mean,control,difference,lift,z,p_value,ci_low,ci_high,lift_low,lift_high,significant,verdict,role,family,method,decided_difference,decided_p_value,adjusted_p_value,decided_low,decided_high,cuped_reduction";

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
                    comparison is null ? "" : Word(comparison.Verdict), Word(metric.Role), metric.Family, comparison?.Decided is { } decided ? Word(decided.Method) : "",
                    Number(comparison?.Decided?.Difference), Number(comparison?.Decided?.PValue), Number(comparison?.Decided?.AdjustedPValue),
                    Number(comparison?.Decided?.ConfidenceInterval?[0]), Number(comparison?.Decided?.ConfidenceInterval?[1]),
                    Number(comparison?.Decided?.Cuped?.VarianceReduction)).Append('\n');
            }
        }
        return text.ToString();
    }

    static string Word<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    // Keys hold no commas or quotes; numbers are written so that they read back exactly.
    static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
