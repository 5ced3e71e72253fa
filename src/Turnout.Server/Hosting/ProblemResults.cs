using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Turnout.Server.Hosting;

/// <summary>The one place where a <see cref="Problem"/> becomes an RFC 9457 answer.</summary>
internal static class ProblemResults
{
    /// <summary>For handlers: <c>return problem.ToHttp();</c></summary>
    public static ProblemHttpResult ToHttp(this Problem problem) => TypedResults.Problem(Details(problem));

    /// <summary>For code outside handlers: writes the problem to a response that has not started.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.Clear();
        SecurityHeaders.Add(context);
        if (problem.Status == 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        return problem.ToHttp().ExecuteAsync(context);
    }

    /// <summary>Runs for every problem written, also those of the framework: adds what all have in common.</summary>
    public static void Customize(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        var http = context.HttpContext;
        details.Status ??= http.Response.StatusCode;
        // The framework adds its own under the naming policy of the day; one name is enough.
        details.Extensions.Remove("traceId");
        details.Extensions.Remove("trace_id");
        if (!details.Extensions.ContainsKey("code")) details.Extensions["code"] = OfStatus(details.Status.Value).Code;
        details.Extensions["request_id"] = RequestId(http);
        if (details.Extensions.Remove(RetryAfter, out var seconds))
            http.Response.Headers.RetryAfter = Convert.ToString(seconds, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Names the request in problems, logs and the audit log.</summary>
    public static string RequestId(HttpContext context) =>
        System.Diagnostics.Activity.Current is { } activity ? activity.TraceId.ToHexString() : context.TraceIdentifier;

    /// <summary>What the framework itself refuses, it refuses by status alone.</summary>
    internal static Problem OfStatus(int status) => status switch
    {
        401 => new("unauthenticated", 401, "Send a key or token as 'Authorization: Bearer …' or 'X-API-Key: …'."),
        403 => new("forbidden", 403, "This caller may not do that."),
        404 => new("not_found", 404, "There is nothing at this address."),
        405 => new("method_not_allowed", 405, "This address does not take this method; see the Allow header."),
        408 => new("request_timeout", 408, "The request did not come in time."),
        413 => new("body_too_large", 413, "The request body is larger than this call takes."),
        415 => new("unsupported_media_type", 415, "Send the body as application/json."),
        _ => new(status >= 500 ? "internal_error" : "bad_request", status, $"{ReasonPhrases.GetReasonPhrase(status)}."),
    };

    const string RetryAfter = "retry_after";

    static ProblemDetails Details(Problem problem)
    {
        var details = new ProblemDetails
        {
            Status = problem.Status,
            Title = ReasonPhrases.GetReasonPhrase(problem.Status),
            Detail = problem.Detail,
        };
        details.Extensions["code"] = problem.Code;
        if (problem.Errors is not null) details.Extensions["errors"] = problem.Errors;
        if (problem.RetryAfterSeconds is { } seconds) details.Extensions[RetryAfter] = seconds;
        return details;
    }
}
