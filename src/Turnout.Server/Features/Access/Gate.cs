using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>An endpoint's declaration of who may call it; <see cref="Right.None"/>: anyone.</summary>
internal sealed record RequiredRight(Right Right);

/// <summary>An endpoint's declaration that a client key may come as <c>?key=</c>, for browsers' beacons, which cannot set headers.</summary>
internal sealed record KeyInQuery;

/// <summary>An endpoint's declaration that a stream token may come as <c>?token=</c>.</summary>
internal sealed record StreamTokenInQuery;

/// <summary>An endpoint's declaration that its <c>?environment=</c> says where the right is needed; without it, everywhere.</summary>
internal sealed record EnvironmentInQuery;

/// <summary>An endpoint's declaration that it checks a password or the like: it takes few requests from each address.</summary>
internal sealed record SignsIn;

/// <summary>
/// Stands before every endpoint of Turnout's: finds the caller, checks the right that the endpoint declares, and turns what the
/// framework or the store throws into problems. It wraps the endpoints themselves rather than sitting in the pipeline, so that it
/// is the same in any host application, and costs those of the host nothing.
/// </summary>
internal sealed class Gate(KeyTable keys, EndUserTokens tokens, StreamTokens streamTokens, Limits limits, RefusedCalls refusedCalls, ILogger<Gate> log)
{
    const string EnvironmentName = "environment";

    /// <summary>The CORS policy of what client keys and end users may call.</summary>
    public const string CorsPolicy = "turnout";

    static readonly Problem Missing = new("unauthenticated", 401, "Send a key or token as 'Authorization: Bearer …' or 'X-API-Key: …'.");
    static readonly Problem Unknown = new("unauthenticated", 401, "The key or token is not known here, was revoked, or has expired.");
    static readonly Problem ForeignPage = new("forbidden", 403, "This page may not act for the signed-in operator.");
    static readonly Problem NulInQuery = new("invalid_value", 400, TextConverter.Nul);
    static readonly Problem Broken = new("internal_error", 500, "Something went wrong inside Turnout; its log names this request.");

    /// <summary>A convention for the group that holds all endpoints.</summary>
    /// <exception cref="InvalidOperationException">An endpoint declares no right: no request is served until it does.</exception>
    public void Guard(EndpointBuilder endpoint)
    {
        var required = endpoint.Metadata.OfType<RequiredRight>().LastOrDefault()
            ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' declares neither .Requires(…) nor .Public().");
        var keyInQuery = endpoint.Metadata.OfType<KeyInQuery>().Any();
        var tokenInQuery = endpoint.Metadata.OfType<StreamTokenInQuery>().Any();
        var inAddress = endpoint is RouteEndpointBuilder { RoutePattern: var pattern } && pattern.GetParameter(EnvironmentName) is not null;
        var inQuery = endpoint.Metadata.OfType<EnvironmentInQuery>().Any();
        var next = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' does nothing.");
        if ((required.Right & Rights.EndUser) != 0) AllowOtherOrigins(endpoint);
        var entrance = new Entrance(required.Right, keyInQuery, tokenInQuery, inAddress, inQuery, endpoint.Metadata.OfType<SignsIn>().Any());
        endpoint.RequestDelegate = context => RunAsync(context, entrance, next);
    }

    static void AllowOtherOrigins(EndpointBuilder endpoint)
    {
        endpoint.Metadata.Add(new EnableCorsAttribute(CorsPolicy));
        foreach (var methods in endpoint.Metadata.OfType<IHttpMethodMetadata>()) methods.AcceptCorsPreflight = true;
    }

    async Task RunAsync(HttpContext context, Entrance entrance, RequestDelegate next)
    {
        try
        {
            if (context.Request.QueryString.Value is { Length: > 0 } query && query.Contains("%00", StringComparison.Ordinal))
            {
                await ProblemResults.WriteAsync(context, NulInQuery);
                return;
            }
            if (entrance.SignsIn && limits.CountSignIn(context) is { } tooMany)
            {
                await ProblemResults.WriteAsync(context, tooMany);
                return;
            }
            if (entrance.Right != Right.None)
            {
                var identified = Identify(context, entrance);
                if (ReferenceEquals(identified.Problem, WebToken.UnknownSigner))
                    identified = await tokens.ReadKeysAsync(context.RequestAborted) is { } unavailable ? unavailable : Identify(context, entrance);
                if (Admit(context, entrance, identified) is { } refusal)
                {
                    if ((entrance.Right & Rights.Server) != 0) refusedCalls.Note(context, refusal, identified.TryGet(out var caller, out _) ? caller : null);
                    await ProblemResults.WriteAsync(context, refusal);
                    return;
                }
            }
            await next(context);
            if (context.Response is { StatusCode: 400, HasStarted: false } && RequestProblems.OfQuery(context) is { } unread) await ProblemResults.WriteAsync(context, unread);
        }
        catch (Exception exception) when (!context.Response.HasStarted && ProblemOf(exception, context) is { } problem)
        {
            await ProblemResults.WriteAsync(context, problem);
        }
    }

    /// <summary>Null when the caller, now among the request's features, has the right.</summary>
    Problem? Admit(HttpContext context, Entrance entrance, Result<Caller> identified)
    {
        if (!identified.TryGet(out var caller, out var problem)) return limits.CountRefused(context) ?? problem;
        if (limits.Count(context, caller) is { } tooMany) return tooMany;
        if (caller.Origins is { } origins && context.Request.Headers.Origin is { Count: > 0 } origin && !origins.Contains(origin.ToString()))
            return new Problem("origin_not_allowed", 403, "This client key may not be used by pages of this origin.");
        var environment = entrance.EnvironmentInAddress ? context.Request.RouteValues[EnvironmentName] as string
            : entrance.EnvironmentInQuery ? context.Request.Query[EnvironmentName].ToString() : null;
        if (string.IsNullOrEmpty(environment) ? !caller.Has(entrance.Right) : !caller.Has(entrance.Right, environment))
            return new Problem("forbidden", 403, $"This call needs {Rights.Holders(entrance.Right)}; you came with {Describe(caller.Kind)}.");
        context.Features.Set(caller);
        return null;
    }

    Result<Caller> Identify(HttpContext context, Entrance entrance)
    {
        var headers = context.Request.Headers;
        if (headers.Authorization.Count > 0)
        {
            const string scheme = "Bearer ";
            var value = headers.Authorization.ToString();
            return value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? Identify(value.AsSpan(scheme.Length).Trim()) : Missing;
        }
        if (headers.TryGetValue("X-API-Key", out var key)) return Identify(key.ToString().AsSpan().Trim());
        if (entrance.KeyInQuery && context.Request.Query.TryGetValue("key", out var query))
            return keys.Find(query.ToString()) is { Kind: CallerKind.Client } client ? client : Unknown;
        if (entrance.TokenInQuery && context.Request.Query.TryGetValue("token", out var streamToken)) return streamTokens.Check(streamToken.ToString());
        if (SessionCookie.Read(context.Request) is { } cookie)
            return keys.Find(cookie) is not { } caller ? Unknown : CameFromOurPage(context.Request) ? caller : ForeignPage;
        return Missing;
    }

    Result<Caller> Identify(ReadOnlySpan<char> secret)
    {
        if (keys.Find(secret) is { } caller) return caller;
        return WebToken.HasForm(secret) ? tokens.Check(secret) : secret.IsEmpty ? Missing : Unknown;
    }

    // A cookie goes along whichever page asks. SameSite=Strict keeps other sites out; this also keeps out other ports and subdomains.
    static bool CameFromOurPage(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }

    Problem? ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return RequestProblems.From(bad);
            case System.Text.Json.JsonException json:
                return RequestProblems.From(json);
            case StorageException storage:
                log.LogWarning(storage.InnerException, "{Method} {Path} met an outage of the store: {Code}", context.Request.Method, context.Request.Path, storage.Problem.Code);
                return storage.Problem;
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return null;
            default:
                log.LogError(exception, "{Method} {Path} failed (request {RequestId})", context.Request.Method, context.Request.Path, ProblemResults.RequestId(context));
                return Broken;
        }
    }

    /// <summary>What an endpoint declares.</summary>
    sealed record Entrance(Right Right, bool KeyInQuery, bool TokenInQuery, bool EnvironmentInAddress, bool EnvironmentInQuery, bool SignsIn);

    static string Describe(CallerKind kind) => kind switch
    {
        CallerKind.Operator => "an operator's sign-in or token that lacks it",
        CallerKind.Server => "a server key",
        CallerKind.Client => "a client key",
        _ => "an end-user token",
    };
}

internal static class RequiredRightExtensions
{
    /// <summary>Declares the right that a caller of these endpoints needs.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Right right)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredRight(right));

    /// <summary>Declares that anyone may call these endpoints.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredRight(Right.None));

    /// <summary>Declares that a client key may also come as <c>?key=</c>.</summary>
    public static TBuilder AcceptsKeyInQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new KeyInQuery());

    /// <summary>Declares that a stream token may also come as <c>?token=</c>.</summary>
    public static TBuilder AcceptsStreamTokenInQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new StreamTokenInQuery());

    /// <summary>Declares that the right is needed only in the environment that <c>?environment=</c> names; without it, everywhere.</summary>
    public static TBuilder AsksInQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new EnvironmentInQuery());

    /// <summary>Declares that these endpoints check a password or the like, and take few requests from each address.</summary>
    public static TBuilder SignsIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new SignsIn());
}
