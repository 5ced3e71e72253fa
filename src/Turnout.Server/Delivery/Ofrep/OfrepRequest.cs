using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Delivery.Ofrep;

/// <summary>A refusal in OFREP's own shape, which is not RFC 9457.</summary>
/// <param name="Code">An OpenFeature error code.</param>
/// <param name="Details">For people.</param>
internal sealed record OfrepError(string Code, string Details)
{
    public static OfrepError Parse(string details) => new("PARSE_ERROR", details);

    public static OfrepError Context(string details) => new("INVALID_CONTEXT", details);
}

/// <summary>
/// Reads <c>{"context":{…}}</c> as OpenFeature's clients send it: the context may be left out, members that are objects or nested lists are
/// skipped (OpenFeature allows them; conditions cannot ask for them), a targeting key that is empty counts as missing.
/// </summary>
internal static class OfrepRequest
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static (EvaluationContext? Context, OfrepError? Error) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return (new EvaluationContext(), null);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException exception)
        {
            return (null, OfrepError.Parse($"The body is not JSON: {exception.Message}"));
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) return (null, OfrepError.Parse("The body is an object with a 'context'."));
            try
            {
                return ReadContext(document.RootElement.TryGetProperty("context", out var context) ? context : default);
            }
            catch (InvalidOperationException)
            {
                return (null, OfrepError.Parse("The context holds text that is not UTF-8."));
            }
        }
    }

    /// <summary>Reads a context: an object, or nothing.</summary>
    /// <exception cref="InvalidOperationException">It holds text that is not UTF-8.</exception>
    public static (EvaluationContext? Context, OfrepError? Error) ReadContext(JsonElement members)
    {
        if (members.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return (new EvaluationContext(), null);
        if (members.ValueKind != JsonValueKind.Object) return (null, OfrepError.Context("The context is an object."));
        if (members.GetPropertyCount() > ContextJson.MaxAttributes) return (null, OfrepError.Context($"A context has at most {ContextJson.MaxAttributes} attributes."));
        var context = new EvaluationContext();
        foreach (var member in members.EnumerateObject())
        {
            var name = NameOf(member.Name);
            if (name is "user_id" or "team_id" or "visitor_id" or "targeting_key")
            {
                if (Id(member.Value) is not { Length: > 0 } id) continue;
                if (!Names.IsUnitId(id)) return (null, OfrepError.Context($"'{member.Name}' has 1 to {Names.MaxUnitIdBytes} bytes and no control characters."));
                context[name] = id;
            }
            else if (Names.IsAttribute(name) && Value(member.Value) is { Exists: true } value)
            {
                context[name] = value;
            }
        }

        return (context, null);
    }

    static string NameOf(string name) => name switch
    {
        "targetingKey" => "targeting_key",
        "userId" => "user_id",
        "teamId" => "team_id",
        "visitorId" => "visitor_id",
        _ => name,
    };

    static string? Id(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    static AttributeValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array when value.EnumerateArray().All(item => Id(item) is not null) => value.EnumerateArray().Select(item => Id(item)!).ToArray(),
        _ => default,
    };
}
