using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Server.Features.Access;

/// <summary>What a caller's token says about the context in which something is evaluated.</summary>
internal static class CallerContext
{
    /// <summary>
    /// Puts an end user's identity and claims in place of what the request says: nobody speaks for another. Without them in the token, the
    /// user has no team. Changes nothing for keys. Claims that no condition can compare (objects, lists of others than texts and numbers) are left out.
    /// </summary>
    public static EvaluationContext Identify(this Caller caller, EvaluationContext context)
    {
        if (caller.Kind != CallerKind.EndUser) return context;
        context.TeamId = null;
        context.TargetingKey = null;
        foreach (var (name, claim) in caller.Claims)
        {
            switch (claim.ValueKind)
            {
                case JsonValueKind.String: context[name] = claim.GetString(); break;
                // Ids keep every digit: 9007199254740993 is not a double.
                case JsonValueKind.Number when name is "user_id" or "team_id" or "visitor_id": context[name] = claim.GetRawText(); break;
                case JsonValueKind.Number: context[name] = claim.GetDouble(); break;
                case JsonValueKind.True or JsonValueKind.False: context[name] = claim.GetBoolean(); break;
                case JsonValueKind.Array when claim.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                    context[name] = claim.EnumerateArray().Select(item => item.ToString()).ToArray();
                    break;
            }
        }
        return context;
    }
}
