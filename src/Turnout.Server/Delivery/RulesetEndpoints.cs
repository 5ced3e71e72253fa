using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery;

/// <summary>The compiled environment, for SDKs that evaluate by themselves.</summary>
internal static class RulesetEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/sdk/v1/ruleset", (Delegate)GetRuleset).WithName("getRuleset").WithTags("SDK").Requires(Right.RulesetRead)
            .Produces<RulesetDefinition>().Produces(StatusCodes.Status304NotModified);

    /// <summary>The key's environment as SDKs evaluate it: flags, segments, experiments. Answers 304 to the `ETag` of the current version.</summary>
    internal static async Task GetRuleset(HttpContext context, Caller caller, Rulesets rulesets)
    {
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published)
        {
            await ProblemResults.WriteAsync(context, EnvironmentStore.Unknown(caller.RequiredEnvironment));
            return;
        }

        var response = context.Response;
        var document = Choose(context.Request.Headers.AcceptEncoding.ToString(), published);
        response.Headers.ETag = document.Tag;
        response.Headers.Vary = "Accept-Encoding, Authorization";
        response.Headers.CacheControl = "private, no-cache";
        if (context.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } known && published.Matches(known))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        if (document.Encoding is not null) response.Headers.ContentEncoding = document.Encoding;
        response.ContentLength = document.Bytes.Length;
        await response.BodyWriter.WriteAsync(document.Bytes, context.RequestAborted);
    }

    static RulesetDocument Choose(string acceptEncoding, PublishedRuleset published)
    {
        if (acceptEncoding.Length == 0 || !StringWithQualityHeaderValue.TryParseList([acceptEncoding], out var accepted)) return published.Plain;
        bool Accepts(string encoding) => accepted.Any(item => item.Quality != 0 && item.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase));
        return Accepts("br") ? published.Brotli : Accepts("gzip") ? published.Gzip : published.Plain;
    }
}
