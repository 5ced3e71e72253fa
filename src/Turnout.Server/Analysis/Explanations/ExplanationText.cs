using System.Globalization;
using System.Text;
using System.Text.Json;
using Turnout.Server.Analysis.Decisions;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>An explanation to be read, and as a table to be computed again.</summary>
internal static class ExplanationText
{
    const string Head = "variant,test,symbol,name,formula,value,source\n";

    public static string Markdown(ExplanationBody body)
    {
        var text = new StringBuilder();
        Line(text, $"# {body.Metric} in {body.Experiment}\n");
        Line(text, $"As of {Words.Day(body.AsOf)}. Every formula uses only symbols that stand above it. `tail(z)` is what lies above z in the normal distribution (`2 * tail(abs(z))` is the two-sided p-value),");
        Line(text, "`t_tail(t, df)` the same for Student's t; `z_above(p)` and `t_above(p, df)` are the values above which p lies. Suffix `_c`: the control; `_t`: the treatment.\n");
        Line(text, "## What was counted\n");
        foreach (var line in body.Counting) Line(text, $"- {line}");
        foreach (var comparison in body.Comparisons)
        {
            Line(text, $"\n## {comparison.Variant} against {comparison.Control}: {Word(comparison.Verdict)}\n");
            foreach (var fact in comparison.Facts) Line(text, $"- {fact.Text}");
            if (comparison.Reason is { } reason) Line(text, $"\nThere are no numbers: {reason}.");
            if (comparison.Decided.Count > 0) Line(text, $"\n### By the declared method ({Word(body.Decision.Method)})\n");
            Steps(text, comparison.Decided);
            if (comparison.OneLook.Count > 0) Line(text, "\n### The test for one look, beside it\n");
            Steps(text, comparison.OneLook);
        }
        return text.ToString();
    }

    public static string Csv(ExplanationBody body)
    {
        var text = new StringBuilder(Head);
        foreach (var comparison in body.Comparisons)
            foreach (var (test, steps) in new[] { (Word(body.Decision.Method), comparison.Decided), ("one_look", comparison.OneLook) })
                foreach (var step in steps)
                    text.AppendJoin(',', comparison.Variant, test, step.Symbol, EventLines.Quote(step.Name), EventLines.Quote(step.Formula ?? ""),
                        step.Value.ToString("R", CultureInfo.InvariantCulture), EventLines.Quote(step.Source ?? "")).Append('\n');
        return text.ToString();
    }

    static void Steps(StringBuilder text, IReadOnlyList<StepBody> steps)
    {
        foreach (var step in steps)
        {
            var value = Derivation.Short(step.Value).Trim('(', ')');
            Line(text, step.Formula is null
                ? $"- `{step.Symbol}` = **{value}**: {step.Name} ({step.Source})"
                : $"- `{step.Symbol} = {step.Formula}`{(step.Numbers == step.Formula ? "" : $" = `{step.Numbers}`")} = **{value}**: {step.Name}{(step.Source is null ? "" : $" ({step.Source})")}");
        }
    }

    static string Word<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
