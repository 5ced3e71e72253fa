using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Client;
using Turnout.Client.AspNetCore;
using Turnout.Client.Delivery;
using Turnout.Engine;
using Turnout.Engine.Checks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints and middleware for an application's own browser side.</summary>
public static class TurnoutEndpoints
{
    private const int LargestConversion = 16 * 1024;

    /// <summary>
    /// <c>GET /auth/me</c>: <c>{"user_id","team_id","experiments":{key: variant},"flags":{key: value}}</c> of the signed-in caller; 401 without one. An
    /// application that has such an endpoint adds <see cref="TurnoutEndpointFilters.WithTurnoutExperiments"/> to it instead.
    /// </summary>
    public static RouteHandlerBuilder MapTurnoutMe(this IEndpointRouteBuilder endpoints, string pattern = "/auth/me") =>
        endpoints.MapGet(pattern, Me).WithName("TurnoutMe").WithTags("Turnout");

    /// <summary>
    /// <c>POST /api/v1/experiments/converted</c> with <c>{"experiment","variant","action_taken","value"?}</c>: checks that the variant is the caller's own.
    /// A caller with a bearer token is passed on to the Turnout server, which checks it again and writes its audit log; for any other sign-in the
    /// conversion is sent as an event with this application's key. 201; 400 <c>invalid_json</c>, <c>invalid_value</c> or <c>invalid_variant</c>, 401, 404
    /// <c>unknown_experiment</c>, 409 <c>variant_mismatch</c>.
    /// </summary>
    public static RouteHandlerBuilder MapTurnoutConverted(this IEndpointRouteBuilder endpoints, string pattern = "/api/v1/experiments/converted") =>
        endpoints.MapPost(pattern, Converted).WithName("TurnoutConverted").WithTags("Turnout");

    /// <summary>
    /// Gives each browser that has none a visitor id, in the one-year cookie that the browser SDK reads, so that the first page is rendered with the
    /// variants that the browser will compute. Put it before what renders pages.
    /// </summary>
    public static IApplicationBuilder UseTurnoutVisitor(this IApplicationBuilder app, string? domain = null) => app.Use((http, next) =>
    {
        if (VisitorCookie.Read(http.Request) is null)
        {
            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            // The answer sets the cookie; this request already counts as this visitor's.
            http.Request.Headers.Append("Cookie", $"{VisitorCookie.Name}={id}");
            VisitorCookie.Write(http.Response, id, http.Request.IsHttps, domain);
        }

        return next(http);
    });

    internal static IResult Me(RequestFlags flags, HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) return TurnoutProblem.Unauthenticated();
        return TypedResults.Json(new JsonObject
        {
            ["user_id"] = flags.Context.UserId,
            ["team_id"] = flags.Context.TeamId,
            ["experiments"] = CallerAnswer.Experiments(flags),
            ["flags"] = CallerAnswer.Flags(flags),
        });
    }

    internal static async Task<IResult> Converted(RequestFlags flags, HttpContext http, CancellationToken cancel)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) return TurnoutProblem.Unauthenticated();
        var (conversion, problem) = await ReadAsync(http.Request, cancel);
        if (conversion is null) return problem!;

        var decision = flags.Flags.Decide(conversion.Experiment, flags.Context);
        if (decision.Experiment is null)
            return TurnoutProblem.Of(404, "unknown_experiment", "Unknown experiment", $"There is no experiment '{conversion.Experiment}'.");
        if (decision.Experiment.IndexOf(conversion.Variant) < 0)
            return TurnoutProblem.Of(400, "invalid_variant", "Invalid variant", $"The experiment has no variant '{conversion.Variant}'.");

        if (BearerOf(http.Request) is { } token && await ForwardAsync(flags.Flags, conversion, token, cancel) is { } answered) return answered;
        if (decision.Reason == Reason.NotAssigned && await flags.AssignAsync(conversion.Experiment, cancel) is not null)
            decision = flags.Flags.Decide(conversion.Experiment, flags.Context);
        if (decision.Variant != conversion.Variant)
            return TurnoutProblem.Of(409, "variant_mismatch", "Variant mismatch", "This is not the caller's variant; the page is out of date.");
        flags.TrackConversion(conversion.Experiment, conversion.ActionTaken, conversion.Value);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    private sealed record Conversion(string Experiment, string Variant, string ActionTaken, double? Value);

    private static async Task<(Conversion?, IResult?)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > LargestConversion)
            return (null, TurnoutProblem.Of(413, "body_too_large", "Body too large", "A conversion has at most 16 KiB."));
        try
        {
            var buffer = new byte[LargestConversion + 1];
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            if (length == buffer.Length) return (null, TurnoutProblem.Of(413, "body_too_large", "Body too large", "A conversion has at most 16 KiB."));
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return (null, Invalid("The body is an object."));
            foreach (var member in root.EnumerateObject())
            {
                if (member.Name is not ("experiment" or "variant" or "action_taken" or "value"))
                    return (null, TurnoutProblem.Of(400, "unknown_member", "Unknown member", $"A conversion has no member '{member.Name}'."));
            }

            if (Text(root, "experiment") is not { } experiment) return (null, Invalid("'experiment' is text of 1 to 128 characters."));
            if (Text(root, "variant") is not { } variant) return (null, Invalid("'variant' is text of 1 to 128 characters."));
            if (Text(root, "action_taken") is not { } action) return (null, Invalid("'action_taken' is text of 1 to 128 characters."));
            if (!TryNumber(root, "value", out var value)) return (null, Invalid("'value' is a finite number."));
            return (new Conversion(experiment, variant, action, value), null);
        }
        catch (JsonException)
        {
            return (null, TurnoutProblem.Of(400, "invalid_json", "Invalid JSON", "The body is not JSON."));
        }
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String) return null;
        try
        {
            return member.GetString() is { Length: >= 1 and <= Names.MaxKeyLength } text && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Broken UTF-8, or half of a surrogate pair.
            return null;
        }
    }

    private static bool TryNumber(JsonElement root, string name, out double? value)
    {
        value = null;
        if (!root.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return true;
        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out var number) || !double.IsFinite(number)) return false;
        value = number;
        return true;
    }

    private static ProblemHttpResult Invalid(string detail) => TurnoutProblem.Of(400, "invalid_value", "Invalid value", detail);

    private static string? BearerOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) ? header.Parameter : null;

    /// <summary>Null where the server does not know the caller's token, or is away: the event is recorded here then.</summary>
    private static async Task<IResult?> ForwardAsync(Flags flags, Conversion conversion, string token, CancellationToken cancel)
    {
        if (flags.IsOffline) return null;
        var body = new JsonObject
        {
            ["experiment"] = conversion.Experiment,
            ["variant"] = conversion.Variant,
            ["action_taken"] = conversion.ActionTaken,
        };
        if (conversion.Value is { } value) body["value"] = value;
        try
        {
            using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
            var answer = await flags.ForwardAsync("api/v1/experiments/converted", content, token, cancel);
            return (int)answer.Status is 401 or 403 or >= 500 ? null : new Relayed(answer);
        }
        catch (DeliveryException)
        {
            return null;
        }
    }

    private sealed class Relayed(TurnoutApi.Answer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = (int)answer.Status;
            httpContext.Response.ContentType = answer.ContentType;
            await httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
