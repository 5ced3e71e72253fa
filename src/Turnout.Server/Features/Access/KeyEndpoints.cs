using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var keys = endpoints.MapGroup("/api/v1/environments/{environment}/keys").WithTags("Keys");
        keys.MapGet("", ListKeys).WithName("listKeys").Requires(Right.KeysRead);
        keys.MapPost("", CreateKey).WithName("createKey").Requires(Right.KeysWrite);
        keys.MapPost("/{id}/rotate", RotateKey).WithName("rotateKey").Requires(Right.KeysWrite);
        keys.MapDelete("/{id}", DeleteKey).WithName("deleteKey").Requires(Right.KeysWrite);
    }

    /// <summary>The environment's keys, oldest first, without their secrets.</summary>
    internal static async Task<Results<Ok<Page<KeyBody>>, ProblemHttpResult>> ListKeys(
        string environment, [AsParameters] PageQuery query, AccessStore store, KeyTable table, EnvironmentStore environments, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var rows = await store.ListAsync(environment, page, cancellation);
        return TypedResults.Ok(Page.Of(rows, page, row => KeyBody.Of(row, table), row => [row.Id]));
    }

    /// <summary>Makes a key. The answer is the only place where it can ever be read.</summary>
    internal static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> CreateKey(
        string environment, KeyRequest request, AccessStore store, EnvironmentStore environments, KeyTable table, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        AccessKeyKind? kind = request.Kind switch { "server" => AccessKeyKind.Server, "client" => AccessKeyKind.Client, _ => null };
        if (kind is null) return Problem.Invalid("invalid_kind", "kind", "'kind' is 'server' or 'client'.").ToHttp();
        if (KeyChecks.Name(request.Name) is { } badName) return badName.ToHttp();
        if (KeyChecks.Expiry(request.ExpiresAt, clock) is { } badExpiry) return badExpiry.ToHttp();
        if (request.Origins is not null && kind != AccessKeyKind.Client) return Problem.Invalid("invalid_origin", "origins", "Only client keys are bound to origins.").ToHttp();
        if (KeyChecks.Origins(request.Origins) is { } badOrigin) return badOrigin.ToHttp();
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var draft = new KeyDraft(kind.Value, request.Name, environment) { ExpiresAt = request.ExpiresAt, Origins = request.Origins };
        var (row, secret) = await store.CreateAsync(draft, author, cancellation);
        await table.RefreshAsync(cancellation);
        return TypedResults.Created((string?)null, NewKeyBody.Of(row, secret));
    }

    /// <summary>Makes a key that takes this one's place. This one goes on for the overlap, so that applications can change over, and then ends.</summary>
    internal static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> RotateKey(
        string environment, string id, RotateRequest request, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        if (!KeyChecks.Overlap(request).TryGet(out var overlap, out var problem)) return problem.ToHttp();
        if (!(await store.RotateAsync(KeyPlace.Of(environment), id, overlap, author, cancellation)).TryGet(out var made, out problem)) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.Created((string?)null, NewKeyBody.Of(made.Row, made.Secret));
    }

    /// <summary>Revokes a key; when the answer comes, this server refuses it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteKey(
        string environment, string id, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        var deleted = await store.DeleteAsync(KeyPlace.Of(environment), id, author, cancellation);
        if (deleted.Problem is { } problem) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }
}
