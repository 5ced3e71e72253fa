using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Guardrails;

internal static class GuardrailEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var guardrail = endpoints.MapGroup("/api/v1/environments/{environment}/experiments/{key}/guardrail").WithTags("Experiments");
        guardrail.MapGet("", GetGuardrail).WithName("getGuardrail").Requires(Right.ExperimentsRead);
        guardrail.MapPut("", SetGuardrail).WithName("setGuardrail").Requires(Right.ExperimentsWrite);
        guardrail.MapDelete("", RemoveGuardrail).WithName("removeGuardrail").Requires(Right.ExperimentsWrite);
    }

    /// <summary>How the experiment is watched, and why it was paused where it was.</summary>
    internal static async Task<Results<Ok<GuardrailBody>, ProblemHttpResult>> GetGuardrail(
        string environment, string key, GuardrailStore store, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.FindAsync(environment, key, cancellation), response);

    /// <summary>
    /// Watches the experiment: a guardrail metric that is clearly worse, or a sample-ratio mismatch, pauses it. After it has, and someone has resumed the experiment, this
    /// watches it again.
    /// </summary>
    internal static async Task<Results<Ok<GuardrailBody>, ProblemHttpResult>> SetGuardrail(
        string environment, string key, GuardrailPolicy request, Precondition precondition, GuardrailStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.SetAsync(environment, key, request, precondition, author, cancellation), response);

    /// <summary>Watches the experiment no more.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveGuardrail(
        string environment, string key, Precondition precondition, GuardrailStore store, Author author, CancellationToken cancellation) =>
        (await store.RemoveAsync(environment, key, precondition, author, cancellation)).Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();

    static Results<Ok<GuardrailBody>, ProblemHttpResult> Told(Result<GuardrailRow> found, HttpResponse response)
    {
        if (!found.TryGet(out var row, out var problem)) return problem.ToHttp();
        ETag.Set(response, row.Revision);
        return TypedResults.Ok(GuardrailBody.Of(row));
    }
}
