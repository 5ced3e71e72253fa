using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Server.Tests.Fuzz;

/// <summary>Makes requests out of the API's own description: good ones, nearly good ones and nonsense. The same dice make the same requests.</summary>
internal sealed class RequestMaker
{
    const int MaxDepth = 6;

    static readonly string[] Hostile =
    [
        "", " ", "\u0000", "\u0001\u001f\u007f", new('a', 300), new('x', 70_000), "💥🏳️‍🌈", "\u202e\u0301", "../../etc/passwd", "' OR 1=1 --", "%00", "%s%n", "null", "NaN", "1e999", "-0",
        "__proto__", "constructor", "*", "<script>", "(a+)+$", "[", "2026-02-30T25:61:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000",
    ];

    static readonly string[] Familiar =
    [
        "f", "s", "m", "e", "on", "off", "a", "b", "production", "development", "user", "team", "u1", "country", "paid", "boolean", "string", "equals", "in", "draft", "viewer", "admin",
        "flags_read", "server", "client", "2026-01-15T12:00:00Z", "2030-01-01T00:00:00Z", "proportion", "deterministic", "ada@example.org", "json", "csv",
    ];

    static readonly string[] Numbers = ["0", "1", "-1", "2", "50", "100", "101", "0.1", "1e308", "-1e308", "2147483648", "9223372036854775808", "1e-320", "123456789012345678901234567890"];

    readonly JsonElement document;

    public RequestMaker(JsonElement document)
    {
        this.document = document;
        Operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("operationId", out _))
            .Select(member => new Operation(member.Name.ToUpperInvariant(), path.Name, member.Value)))];
    }

    public IReadOnlyList<Operation> Operations { get; }

    public sealed record Operation(string Method, string Path, JsonElement Description);

    /// <summary>A request as it goes over the wire.</summary>
    public sealed record Made(Operation Operation, string Address, byte[]? Body, string ContentType, IReadOnlyList<(string Name, string Value)> Headers)
    {
        public override string ToString() =>
            $"{Operation.Method} {(Address.Length > 300 ? Address[..300] + "…" : Address)} {string.Join(", ", Headers)} {ContentType} {(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2000))))}";
    }

    public Made Make(Random dice)
    {
        var operation = Operations[dice.Next(Operations.Count)];
        var address = operation.Path;
        var query = new List<string>();
        foreach (var parameter in Members(operation.Description, "parameters"))
        {
            var name = parameter.GetProperty("name").GetString()!;
            var place = parameter.GetProperty("in").GetString();
            if (place == "path") address = address.Replace($"{{{name}}}", Escape(PathValue(operation.Path, name, dice)), StringComparison.Ordinal);
            else if (place == "query" && dice.Next(3) == 0) query.Add($"{name}={Escape(Text(dice))}");
        }
        if (dice.Next(20) == 0) query.Add($"{Escape(Text(dice))}={Escape(Text(dice))}");
        if (query.Count > 0) address += "?" + string.Join('&', query);

        var headers = new List<(string, string)>();
        if (dice.Next(8) == 0) headers.Add(("If-Match", dice.Next(3) switch { 0 => "*", 1 => "\"1\"", _ => "\"x" }));
        if (dice.Next(30) == 0) headers.Add(("If-None-Match", "*"));
        if (dice.Next(30) == 0) headers.Add(("Origin", "https://shop.example"));
        if (dice.Next(50) == 0) headers.Add(("X-API-Key", new string('k', dice.Next(1, 2000))));
        return new Made(operation, address, Body(operation, dice), dice.Next(40) == 0 ? "text/plain" : "application/json", headers);
    }

    byte[]? Body(Operation operation, Random dice)
    {
        JsonElement schema = default;
        var takesBody = operation.Description.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var content)
            && content.TryGetProperty("schema", out schema);
        if (!takesBody) return dice.Next(20) == 0 ? "{}"u8.ToArray() : null;
        var text = Render(Value(schema, dice, 0, null));
        switch (dice.Next(20))
        {
            case 0: return Encoding.UTF8.GetBytes(text[..dice.Next(text.Length + 1)]);
            case 1: return [.. Encoding.UTF8.GetBytes(text), 0xff, 0xfe];
            case 2: return Encoding.UTF8.GetBytes(text.Replace("\"a\"", "\"\\ud800\"", StringComparison.Ordinal));
            case 3: return Encoding.UTF8.GetBytes(new string('[', 200) + new string(']', 200));
            case 4:
                var noise = new byte[dice.Next(200)];
                dice.NextBytes(noise);
                return noise;
            default: return Encoding.UTF8.GetBytes(text);
        }
    }

    JsonNode? Value(JsonElement schema, Random dice, int depth, string? name)
    {
        if (dice.Next(150) == 0) return Anything(dice, depth);
        schema = Resolve(schema);
        foreach (var choice in new[] { "oneOf", "anyOf" })
            if (Members(schema, choice) is { Count: > 0 } choices) return Value(choices[dice.Next(choices.Count)], dice, depth, name);
        if (Members(schema, "enum") is { Count: > 0 } words && dice.Next(15) > 0) return JsonNode.Parse(words[dice.Next(words.Count)].GetRawText());
        switch (TypeOf(schema, dice))
        {
            case "string": return JsonValue.Create(Text(dice));
            case "integer" or "number": return Number(dice);
            case "boolean": return JsonValue.Create(dice.Next(2) == 0);
            case "null": return null;
            case "array": return new JsonArray([.. Enumerable.Range(0, depth > MaxDepth ? 0 : dice.Next(4)).Select(_ => Item(schema, dice, depth))]);
            case "object": return Object(schema, dice, depth);
            default: return Anything(dice, depth);
        }
    }

    JsonNode? Item(JsonElement schema, Random dice, int depth) =>
        dice.Next(25) == 0 ? null : schema.TryGetProperty("items", out var items) ? Value(items, dice, depth + 1, null) : Anything(dice, depth + 1);

    JsonObject Object(JsonElement schema, Random dice, int depth)
    {
        var made = new JsonObject();
        var required = Members(schema, "required").Select(member => member.GetString()).ToHashSet();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (required.Contains(property.Name) ? dice.Next(30) == 0 : depth > MaxDepth || dice.Next(3) > 0) continue;
                made[property.Name] = Value(property.Value, dice, depth + 1, property.Name);
            }
        }
        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
            for (var i = dice.Next(3); i > 0; i--) made[Text(dice)] = Value(more, dice, depth + 1, null);
        if (dice.Next(40) == 0) made[Text(dice)] = Anything(dice, depth + 1);
        return made;
    }

    static JsonNode? Anything(Random dice, int depth) => dice.Next(depth > MaxDepth ? 5 : 8) switch
    {
        0 => null,
        1 => JsonValue.Create(dice.Next(2) == 0),
        2 => Number(dice),
        3 or 4 => JsonValue.Create(Text(dice)),
        5 => new JsonArray([.. Enumerable.Range(0, dice.Next(4)).Select(_ => Anything(dice, depth + 1))]),
        6 => new JsonObject { ["all"] = new JsonArray(Anything(dice, depth + 1)), [Text(dice)] = Anything(dice, depth + 1) },
        _ => new JsonObject { ["attribute"] = "country", ["op"] = "equals", ["value"] = Anything(dice, depth + 1) },
    };

    // Numbers that no .NET type holds go over the wire all the same.
    static JsonNode Number(Random dice) => JsonNode.Parse(Numbers[dice.Next(Numbers.Length)])!;

    static string Text(Random dice) => dice.Next(12) switch
    {
        0 => Hostile[dice.Next(Hostile.Length)],
        1 => string.Create(CultureInfo.InvariantCulture, $"k{dice.Next(50)}"),
        _ => Familiar[dice.Next(Familiar.Length)],
    };

    static string PathValue(string path, string name, Random dice) => (name, dice.Next(6)) switch
    {
        ("environment", > 0) => "production",
        ("version", > 0) => "1",
        ("unit", > 0) => "user",
        ("key", > 0) => path.Contains("/flags/", StringComparison.Ordinal) ? "f" : path.Contains("/segments/", StringComparison.Ordinal) ? "s"
            : path.Contains("/metrics/", StringComparison.Ordinal) ? "m" : "e",
        _ => Text(dice),
    };

    static string? TypeOf(JsonElement schema, Random dice)
    {
        if (!schema.TryGetProperty("type", out var type)) return schema.TryGetProperty("properties", out _) ? "object" : null;
        if (type.ValueKind == JsonValueKind.String) return type.GetString();
        var types = type.EnumerateArray().Select(one => one.GetString()).ToList();
        return types[dice.Next(types.Count)];
    }

    JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            var at = document;
            foreach (var step in reference.GetString()!.Split('/')[1..]) at = at.GetProperty(step);
            schema = at;
        }
        return schema;
    }

    static List<JsonElement> Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static string Render(JsonNode? node) => node is null ? "null" : node.ToJsonString();

    // Paths that are too long are the client library's to refuse, not the server's.
    static string Escape(string text) => Uri.EscapeDataString(text.Length > 4000 ? text[..4000] : text);
}
