using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>One line of an explanation.</summary>
/// <param name="Symbol">How later formulas call it.</param>
/// <param name="Name">What it is.</param>
/// <param name="Formula">Over earlier symbols; left out for what was counted or declared.</param>
/// <param name="Numbers">The formula with the symbols' values in their place, rounded for reading.</param>
/// <param name="Value">In full precision.</param>
/// <param name="Source">Where it comes from: the event log, the experiment's decision, a paper.</param>
internal sealed record StepBody(
    string Symbol, string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Formula,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Numbers,
    double Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source);

/// <summary>Steps from what was counted to a number, each computed from the formula that it shows.</summary>
internal sealed partial class Derivation
{
    readonly Dictionary<string, double> values = new(StringComparer.Ordinal);
    readonly List<StepBody> steps = [];

    public IReadOnlyList<StepBody> Steps => steps;

    public double this[string symbol] => values[symbol];

    /// <summary>What was counted or declared.</summary>
    public void Given(string symbol, string name, double value, string source)
    {
        values[symbol] = value;
        steps.Add(new(symbol, name, null, null, value, source));
    }

    /// <summary>What follows from what stands above.</summary>
    public void Step(string symbol, string name, string formula, string? source = null)
    {
        var value = Formula.Evaluate(formula, values);
        values[symbol] = value;
        steps.Add(new(symbol, name, formula, Symbols().Replace(formula, match => values.TryGetValue(match.Value, out var number) ? Short(number) : match.Value), value, source));
    }

    /// <summary>Enough digits for a pocket calculator.</summary>
    public static string Short(double value)
    {
        var text = value.ToString("G8", CultureInfo.InvariantCulture);
        return value < 0 ? $"({text})" : text;
    }

    [GeneratedRegex("[A-Za-z][A-Za-z0-9_]*(?![A-Za-z0-9_(])")]
    private static partial Regex Symbols();
}
