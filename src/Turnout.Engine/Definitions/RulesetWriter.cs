using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Turnout.Engine.Definitions;

/// <summary>
/// The contract by which rulesets are written: short, since they are sent to every SDK at every change. What has its default is left out;
/// defaults are part of schema 1 and never change.
/// </summary>
internal static class RulesetWriter
{
    public static JsonTypeInfo<RulesetDefinition> Contract { get; } = (JsonTypeInfo<RulesetDefinition>)new JsonSerializerOptions(DefinitionsJson.Default.Options)
    {
        // Never spliced into HTML: texts stay as short as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = DefinitionsJson.Default.WithAddedModifier(LeaveOutDefaults),
    }.GetTypeInfo(typeof(RulesetDefinition));

    private static void LeaveOutDefaults(JsonTypeInfo contract)
    {
        object? defaults = contract.Type == typeof(FlagDefinition) ? new FlagDefinition { Key = "" }
            : contract.Type == typeof(ExperimentDefinition) ? new ExperimentDefinition { Key = "" }
            : null;
        if (defaults is null) return;
        foreach (var member in contract.Properties)
        {
            // How units become buckets is said, not left to a default.
            if (member.Get is null || member.Name is "key" or "algorithm") continue;
            var byDefault = member.Get(defaults);
            member.ShouldSerialize = (_, value) => value is not (null or ICollection { Count: 0 }) && !value.Equals(byDefault);
        }
    }
}
