using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client;
using Turnout.Client.AspNetCore;
using Turnout.Client.Telemetry;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Filters for endpoints and groups of endpoints.</summary>
public static class TurnoutEndpointFilters
{
    /// <summary>Answers 404 <c>flag_off</c> before the handler runs, unless the boolean flag is true for the caller.</summary>
    public static TBuilder RequireFlag<TBuilder>(this TBuilder builder, [FlagKey] string key)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var flags = invocation.HttpContext.RequestServices.GetRequiredService<RequestFlags>();
            return flags.IsEnabled(key)
                ? await next(invocation)
                : TurnoutProblem.Of(StatusCodes.Status404NotFound, "flag_off", "Not found", "There is nothing here.");
        });

    /// <summary>
    /// Answers 403 <c>synthetic_test_cohort</c> before the handler runs, where the caller is synthetic: for endpoints that charge, mail or otherwise touch
    /// the world. Fails open: when it cannot be told, the request is a real one. See <see cref="TurnoutBuilder.DetectSynthetic"/>.
    /// </summary>
    public static TBuilder RejectSyntheticTraffic<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            return await IsSyntheticAsync(http)
                ? TurnoutProblem.Of(StatusCodes.Status403Forbidden, "synthetic_test_cohort", "Synthetic traffic", "This account belongs to the test cohort; nothing was done.")
                : await next(invocation);
        });

    /// <summary>
    /// Adds the members <c>experiments</c> (variant by experiment) and <c>flags</c> (value by flag) to the JSON object that the endpoint answers: the
    /// host's own <c>/auth/me</c> tells the variants in the same round trip. Answers that are no JSON object, and failures, pass unchanged.
    /// </summary>
    public static TBuilder WithTurnoutExperiments<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var result = await next(invocation);
            var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            var value = result is IValueHttpResult valued ? valued.Value : result is IResult ? null : result;
            if (value is null or string || status is < 200 or > 299) return result;
            var services = invocation.HttpContext.RequestServices;
            var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            if (JsonSerializer.SerializeToNode(value, value.GetType(), json) is not JsonObject answer) return result;
            var flags = services.GetRequiredService<RequestFlags>();
            answer["experiments"] = CallerAnswer.Experiments(flags);
            answer["flags"] = CallerAnswer.Flags(flags);
            return TypedResults.Json(answer, statusCode: status);
        });

    private static async ValueTask<bool> IsSyntheticAsync(HttpContext http)
    {
        try
        {
            var context = http.RequestServices.GetRequiredService<RequestFlags>().Context;
            return await http.RequestServices.GetRequiredService<SyntheticTraffic>().IsSyntheticAsync(http, context);
        }
#pragma warning disable CA1031 // Whatever is wrong with the lookup, a real customer is not turned away.
        catch (Exception e)
#pragma warning restore CA1031
        {
            http.RequestServices.GetRequiredService<ILogger<RequestFlags>>().SyntheticUnknown(e);
            return false;
        }
    }
}
