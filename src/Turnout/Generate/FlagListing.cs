using System.Text;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Generate;

/// <summary>
/// Writes the list that Turnout.Analyzers checks code against: one flag or experiment a line, with what is archived and what is the same for everyone. A flag that is merely
/// off is not: it may be new, and a critical one is there to be switched.
/// </summary>
internal static class FlagListing
{
    const string Archived = "archived";

    /// <summary>The file's text. The same flags and experiments give the same text, whatever their order.</summary>
    /// <param name="environment">The environment's key.</param>
    /// <param name="flags">Flags as the API lists them; one tagged <c>archived</c> is archived.</param>
    /// <param name="experiments">Experiments as the API lists them.</param>
    public static string Write(string environment, IEnumerable<JsonElement> flags, IEnumerable<JsonElement> experiments)
    {
        var text = new StringBuilder($"# Written by `turnout generate --list`; do not edit.\nenvironment {environment}\n");
        foreach (var flag in ByKey(flags))
        {
            var isArchived = flag.TryGetProperty("tags", out var tags) && tags.EnumerateArray().Any(tag => tag.GetString() == Archived);
            text.Append("flag ").Append(KeyOf(flag)).Append(' ').Append(flag.GetProperty("type").GetString());
            if (isArchived) text.Append(' ').Append(Archived);
            if (ForEveryone(flag, isArchived) is { } value) text.Append(" always=").Append(value);
            text.Append('\n');
        }

        foreach (var experiment in ByKey(experiments))
        {
            text.Append("experiment ").Append(KeyOf(experiment)).Append(' ').AppendJoin(',', experiment.GetProperty("variants").EnumerateArray().Select(KeyOf));
            if (experiment.GetProperty("status").GetString() == Archived) text.Append(' ').Append(Archived);
            text.Append('\n');
        }

        return text.ToString();
    }

    static string? ForEveryone(JsonElement flag, bool isArchived)
    {
        if (flag.TryGetProperty("critical", out var critical) && critical.ValueKind == JsonValueKind.True) return null;
        // Read as an SDK reads it: what is left out has its default, what only the API knows is passed over.
        var ruleset = Encoding.UTF8.GetBytes($"{{\"environment\":\"\",\"version\":0,\"flags\":[{flag.GetRawText()}]}}");
        var evaluation = Ruleset.Compile(RulesetDefinition.Parse(ruleset)).Evaluate(KeyOf(flag), new EvaluationContext());
        var isConstant = evaluation.Reason == Reason.Static || (isArchived && evaluation.Reason == Reason.Disabled);
        // Blanks stand inside texts only, where JSON has another way to write them; here they divide words.
        return isConstant ? evaluation.Value!.ToString().Replace(" ", "\\u0020", StringComparison.Ordinal) : null;
    }

    static IEnumerable<JsonElement> ByKey(IEnumerable<JsonElement> items) => items.OrderBy(KeyOf, StringComparer.Ordinal);

    static string KeyOf(JsonElement item) => item.GetProperty("key").GetString()!;
}
