using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Checks;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Delivery;

/// <summary>Brings together what a caller says of the context and what its token proves.</summary>
internal static class CallerContext
{
    /// <summary>
    /// The context to evaluate. Keys are trusted with what they send. For an end user the token's claims win, and who the user is, and of
    /// which team, only the token says: a browser cannot slip into another's variants.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="context">What the request says; changed in place.</param>
    public static EvaluationContext Of(Caller caller, EvaluationContext context)
    {
        if (caller.Kind != CallerKind.EndUser) return context;
        context.UserId = null;
        context.TeamId = null;
        context.TargetingKey = null;
        foreach (var (name, value) in caller.Claims)
        {
            if (name is "user_id" or "team_id" or "visitor_id") context[name] = Id(value);
            else if (Names.IsAttribute(name)) Set(context, name, value);
        }
        return context;
    }

    static string? Id(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is var id && Names.IsUnitId(id) ? id : null;

    static void Set(EvaluationContext context, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: context[name] = value.GetString(); break;
            case JsonValueKind.Number: context[name] = value.GetDouble(); break;
            case JsonValueKind.True or JsonValueKind.False: context[name] = value.GetBoolean(); break;
            case JsonValueKind.Array:
                context[name] = value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(item => item.ToString()).ToArray();
                break;
        }
    }
}
