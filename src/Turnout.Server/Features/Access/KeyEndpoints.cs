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
        keys.MapDelete("/{id}", DeleteKey).WithName("deleteKey").Requires(Right.KeysWrite);
    }

    /// <summary>The environment's keys, oldest first, without their secrets.</summary>
    internal static async Task<Results<Ok<Page<KeyBody>>, ProblemHttpResult>> ListKeys(
        string environment, [AsParameters] PageQuery query, AccessStore store, EnvironmentStore environments, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var rows = await store.ListAsync(environment, page, cancellation);
        return TypedResults.Ok(Page.Of(rows, page, KeyBody.Of, row => [row.Id]));
    }

    /// <summary>Makes a key. The answer is the only place where it can ever be read.</summary>
    internal static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> CreateKey(
        string environment, KeyRequest request, AccessStore store, EnvironmentStore environments, KeyTable table, Author author, CancellationToken cancellation)
    {
        AccessKeyKind? kind = request.Kind switch { "server" => AccessKeyKind.Server, "client" => AccessKeyKind.Client, _ => null };
        if (kind is null) return Problem.Invalid("invalid_kind", "kind", "'kind' is 'server' or 'client'.").ToHttp();
        if (request.Name.Length is 0 or > 128 || request.Name.Any(char.IsControl))
            return Problem.Invalid("invalid_name", "name", "'name' is 1 to 128 characters without control characters.").ToHttp();
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var (row, secret) = await store.CreateAsync(kind.Value, request.Name, environment, author, cancellation);
        await table.RefreshAsync(cancellation);
        return TypedResults.Created((string?)null,
            new NewKeyBody(row.Id, row.Kind, row.Name, secret, row.Hint, row.CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt)));
    }

    /// <summary>Revokes a key; when the answer comes, this server refuses it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteKey(
        string environment, string id, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        var deleted = await store.DeleteAsync(environment, id, author, cancellation);
        if (deleted.Problem is { } problem) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }
}
