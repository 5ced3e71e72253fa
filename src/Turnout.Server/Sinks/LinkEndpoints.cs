using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Sinks;

/// <summary>Where else an experiment can be looked at: the pages of the systems that get its events.</summary>
internal static class LinkEndpoints
{
    const string Place = "{experiment}";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/environments/{environment}/experiments/{key}/links", ListLinks).WithName("listLinks").WithTags("Results").Requires(Right.ResultsRead);

    /// <summary>The pages of the sinks that get this environment's events, where one is configured (`Turnout:Sinks:…:Page`).</summary>
    internal static Ok<LinksBody> ListLinks(string environment, string key, SinkRegistry registry) => TypedResults.Ok(new LinksBody(
        [.. registry.Sinks.Where(sink => sink.Settings.Page is not null && sink.Settings.Environment == environment)
            .Select(sink => new LinkBody(sink.Name, sink.Settings.Type!, sink.Settings.Page!.Replace(Place, Uri.EscapeDataString(key), StringComparison.Ordinal)))]));
}

/// <summary>Pages elsewhere, by the sinks' names.</summary>
internal sealed record LinksBody(IReadOnlyList<LinkBody> Items);

/// <summary>A page elsewhere.</summary>
/// <param name="Name">The sink's.</param>
/// <param name="Type"><c>posthog</c>, <c>segment</c>, <c>http</c> or <c>ndjson</c>.</param>
/// <param name="Url">The address.</param>
internal sealed record LinkBody(string Name, string Type, string Url);
