using System.Collections.Frozen;
using System.Text.Json;

namespace Turnout.Engine.Definitions;

/// <summary>The wire names of the operators and what each takes.</summary>
public static class Operators
{
    private static readonly Operator[] Known = [.. Enum.GetValues<Operator>().Where(op => op != Operator.Unknown)];

    private static readonly FrozenDictionary<Operator, string> Names =
        Known.ToFrozenDictionary(op => op, op => JsonNamingPolicy.SnakeCaseLower.ConvertName(op.ToString()));

    private static readonly FrozenDictionary<string, Operator> ByName = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All wire names, in the order of the documentation.</summary>
    public static IEnumerable<string> All => Known.Select(ToWire);

    /// <summary>The operator of a wire name; <see cref="Operator.Unknown"/> where there is none.</summary>
    public static Operator FromWire(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The wire name.</summary>
    public static string ToWire(this Operator op) => op == Operator.Unknown ? "unknown" : Names[op];

    /// <summary>Whether the operator compares with a list.</summary>
    public static bool TakesList(this Operator op) =>
        op is Operator.In or Operator.NotIn or Operator.AnyOf or Operator.AllOf or Operator.NoneOf;

    /// <summary>Whether the operator compares text, and so can ignore case.</summary>
    public static bool TakesText(this Operator op) =>
        op is Operator.Contains or Operator.StartsWith or Operator.EndsWith or Operator.Matches;

    /// <summary>Whether a missing attribute matches.</summary>
    internal static bool MatchesMissing(this Operator op) => op is Operator.NotEquals or Operator.NotIn or Operator.NoneOf;
}
