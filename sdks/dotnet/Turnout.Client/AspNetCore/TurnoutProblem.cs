using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Turnout.Client.AspNetCore;

/// <summary>RFC 9457 problems with a stable code, in the server's manner.</summary>
internal static class TurnoutProblem
{
    public static ProblemHttpResult Of(int status, string code, string title, string detail) => TypedResults.Problem(
        detail: detail,
        statusCode: status,
        title: title,
        extensions: new Dictionary<string, object?> { ["code"] = code, ["traceId"] = Activity.Current?.Id });

    public static ProblemHttpResult Unauthenticated() =>
        Of(StatusCodes.Status401Unauthorized, "unauthenticated", "Unauthenticated", "This needs a signed-in user.");
}
