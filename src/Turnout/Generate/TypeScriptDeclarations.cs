using System.Text;
using System.Text.Json;

namespace Turnout.Generate;

/// <summary>Writes the keys and value types of flags and the variants of experiments as declarations that the browser SDK merges with its own.</summary>
internal static class TypeScriptDeclarations
{
    const string Archived = "archived";

    /// <summary>The file's text. The same flags and experiments give the same text, whatever their order.</summary>
    /// <param name="flags">Flags as the API lists them.</param>
    /// <param name="experiments">Experiments as the API lists them; archived ones are left out.</param>
    public static string Write(IEnumerable<JsonElement> flags, IEnumerable<JsonElement> experiments)
    {
        var text = new StringBuilder("""
            // Written by `turnout generate --typescript`; do not edit.
            import "@turnout/browser";

            declare module "@turnout/browser" {
              interface FlagTypes {

            """);
        foreach (var flag in ByKey(flags)) AppendMember(text, flag, TypeOfFlag(flag));
        text.Append("  }\n  interface ExperimentTypes {\n");
        foreach (var experiment in ByKey(experiments).Where(experiment => experiment.GetProperty("status").GetString() != Archived))
            AppendMember(text, experiment, Union(experiment.GetProperty("variants").EnumerateArray().Select(variant => Quote(KeyOf(variant)))));
        return text.Append("  }\n}\n").ToString();
    }

    static IEnumerable<JsonElement> ByKey(IEnumerable<JsonElement> items) => items.OrderBy(KeyOf, StringComparer.Ordinal);

    static string KeyOf(JsonElement item) => item.GetProperty("key").GetString()!;

    static void AppendMember(StringBuilder text, JsonElement item, string type) => text.Append("    ").Append(Quote(KeyOf(item))).Append(": ").Append(type).Append(";\n");

    static string TypeOfFlag(JsonElement flag)
    {
        var type = flag.GetProperty("type").GetString()!;
        if (type is "boolean" or "number") return type;
        var values = flag.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("value"));
        return Union(type == "string" ? values.Select(value => Quote(value.GetString()!)) : values.Select(TypeOfValue));
    }

    static string TypeOfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{ " + string.Concat(value.EnumerateObject().Select(member => $"readonly {Quote(member.Name)}: {TypeOfValue(member.Value)}; ")) + "}",
        JsonValueKind.Array => $"readonly ({Union(value.EnumerateArray().Select(TypeOfValue))})[]",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    static string Union(IEnumerable<string> types)
    {
        var distinct = types.Distinct().ToArray();
        return distinct.Length == 0 ? "never" : string.Join(" | ", distinct);
    }

    // The JSON text of a string is its TypeScript literal.
    static string Quote(string text) => JsonSerializer.Serialize(text);
}
