using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Turnout.Engine;

namespace Turnout.Client.AspNetCore;

/// <summary>How a request becomes a context.</summary>
internal sealed class RequestContextReader(Func<HttpContext, EvaluationContext> read)
{
    /// <summary>Claims <c>sub</c> (or the name identifier) and <c>team_id</c>, cookie <c>turnout_visitor</c>.</summary>
    public static RequestContextReader Default { get; } = new(ReadDefault);

    public EvaluationContext Read(HttpContext http) => read(http);

    internal static EvaluationContext ReadDefault(HttpContext http)
    {
        var context = new EvaluationContext { VisitorId = VisitorCookie.Read(http.Request) };
        if (http.User.Identity is not ClaimsIdentity { IsAuthenticated: true } identity) return context;
        // The claims are a list unless someone combined identities; a list is read without an enumerator on the heap.
        if (identity.Claims is List<Claim> list)
        {
            foreach (var claim in list) Take(context, claim);
        }
        else
        {
            foreach (var claim in identity.Claims) Take(context, claim);
        }

        return context;
    }

    private static void Take(EvaluationContext context, Claim claim)
    {
        // "sub" wins over its mapped form, whichever comes first.
        if (claim.Type == "sub") context.UserId = claim.Value;
        else if (claim.Type == "team_id") context.TeamId = claim.Value;
        else if (claim.Type == ClaimTypes.NameIdentifier) context.UserId ??= claim.Value;
    }
}
