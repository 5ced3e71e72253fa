using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests;

/// <summary>The golden cases of <c>spec/</c>.</summary>
internal static class Spec
{
    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "spec", file))).RootElement;

    public static IEnumerable<JsonElement> Cases(string file, string list) => Read(file).GetProperty(list).EnumerateArray();

    public static string Unit(this JsonElement c) => c.TryGetProperty("unit_utf16", out var units)
        ? new string([.. units.EnumerateArray().Select(unit => (char)unit.GetUInt16())])
        : c.GetProperty("unit").GetString()!;

    public static EvaluationContext Context(this JsonElement c) => c.GetProperty("context").Deserialize<EvaluationContext>()!;

    public static RulesetDefinition Ruleset(string json) => RulesetDefinition.Parse(System.Text.Encoding.UTF8.GetBytes(json));
}
