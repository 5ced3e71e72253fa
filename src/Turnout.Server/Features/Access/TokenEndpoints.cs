using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>Operators' tokens: service tokens, of no member, which admins make; and every member's own.</summary>
internal static class TokenEndpoints
{
    static readonly TimeSpan PersonalLife = TimeSpan.FromDays(90), LongestPersonalLife = TimeSpan.FromDays(366);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var tokens = endpoints.MapGroup("/api/v1/tokens").WithTags("Tokens");
        tokens.MapGet("", ListTokens).WithName("listTokens").Requires(Right.MembersRead);
        tokens.MapPost("", CreateToken).WithName("createToken").Requires(Right.MembersWrite);
        tokens.MapPost("/{id}/rotate", RotateToken).WithName("rotateToken").Requires(Right.MembersWrite);
        tokens.MapDelete("/{id}", DeleteToken).WithName("deleteToken").Requires(Right.MembersWrite);

        var own = endpoints.MapGroup("/api/v1/session/tokens").WithTags("Session").Requires(Right.Account);
        own.MapGet("", ListOwnTokens).WithName("listOwnTokens");
        own.MapPost("", CreateOwnToken).WithName("createOwnToken");
        own.MapPost("/{id}/rotate", RotateOwnToken).WithName("rotateOwnToken");
        own.MapDelete("/{id}", DeleteOwnToken).WithName("deleteOwnToken");
    }

    /// <summary>Everyone's tokens, oldest first, without their secrets.</summary>
    internal static Task<Results<Ok<Page<TokenBody>>, ProblemHttpResult>> ListTokens(
        [AsParameters] PageQuery query, AccessStore store, KeyTable table, CancellationToken cancellation) => ListAsync(null, query, store, table, cancellation);

    /// <summary>One's own tokens, oldest first, without their secrets.</summary>
    internal static Task<Results<Ok<Page<TokenBody>>, ProblemHttpResult>> ListOwnTokens(
        [AsParameters] PageQuery query, Caller caller, AccessStore store, KeyTable table, CancellationToken cancellation) => ListAsync(caller.MemberId, query, store, table, cancellation);

    /// <summary>Makes a token for a program. It can do what its scopes say, at most what its maker may. The answer is the only place where it can ever be read.</summary>
    internal static async Task<Results<Created<TokenBody>, ProblemHttpResult>> CreateToken(
        TokenRequest request, Caller caller, AccessStore store, EnvironmentStore environments, KeyTable table, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        if (!(await DraftAsync(AccessKeyKind.Service, request, environments, clock, null, cancellation)).TryGet(out var draft, out var problem)) return problem.ToHttp();
        if (!caller.Has(draft.Scopes!.Value)) return new Problem("scope_too_wide", 403, "A token cannot be for more than its maker may do.").ToHttp();
        return await CreateAsync(draft, store, table, author, cancellation);
    }

    /// <summary>Makes a token of one's own. It can do what its scopes say, and never more than its member may. The answer is the only place where it can ever be read.</summary>
    internal static async Task<Results<Created<TokenBody>, ProblemHttpResult>> CreateOwnToken(
        TokenRequest request, Caller caller, AccessStore store, EnvironmentStore environments, KeyTable table, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        if (!(await DraftAsync(AccessKeyKind.Personal, request, environments, clock, LongestPersonalLife, cancellation)).TryGet(out var draft, out var problem)) return problem.ToHttp();
        return await CreateAsync(draft with { MemberId = caller.MemberId, ExpiresAt = draft.ExpiresAt ?? clock.GetUtcNow() + PersonalLife }, store, table, author, cancellation);
    }

    /// <summary>Makes a token that takes this one's place. This one goes on for the overlap, and then ends.</summary>
    internal static Task<Results<Created<TokenBody>, ProblemHttpResult>> RotateToken(
        string id, RotateRequest request, Caller caller, AccessStore store, KeyTable table, Author author, CancellationToken cancellation) =>
        RotateAsync(KeyPlace.Tokens, id, request, caller, store, table, author, cancellation);

    /// <summary>The same for a token of one's own.</summary>
    internal static Task<Results<Created<TokenBody>, ProblemHttpResult>> RotateOwnToken(
        string id, RotateRequest request, Caller caller, AccessStore store, KeyTable table, Author author, CancellationToken cancellation) =>
        RotateAsync(KeyPlace.OfMember(caller.MemberId!), id, request, null, store, table, author, cancellation);

    /// <summary>Revokes anyone's token; when the answer comes, this server refuses it.</summary>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteToken(string id, AccessStore store, KeyTable table, Author author, CancellationToken cancellation) =>
        DeleteAsync(KeyPlace.Tokens, id, store, table, author, cancellation);

    /// <summary>Revokes a token of one's own.</summary>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteOwnToken(
        string id, Caller caller, AccessStore store, KeyTable table, Author author, CancellationToken cancellation) =>
        DeleteAsync(KeyPlace.OfMember(caller.MemberId!), id, store, table, author, cancellation);

    static async Task<Results<Ok<Page<TokenBody>>, ProblemHttpResult>> ListAsync(string? memberId, PageQuery query, AccessStore store, KeyTable table, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListTokensAsync(memberId, page, cancellation), page, row => TokenBody.Of(row, table), row => [row.Id]));
    }

    static async Task<Result<KeyDraft>> DraftAsync(
        AccessKeyKind kind, TokenRequest request, EnvironmentStore environments, TimeProvider clock, TimeSpan? longest, CancellationToken cancellation)
    {
        if (KeyChecks.Name(request.Name) is { } badName) return badName;
        if (KeyChecks.Expiry(request.ExpiresAt, clock, longest) is { } badExpiry) return badExpiry;
        if (!KeyChecks.Scopes(request.Scopes).TryGet(out var scopes, out var problem)) return problem;
        if (request.Environment is { } environment && await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment);
        return new KeyDraft(kind, request.Name, request.Environment) { Scopes = scopes, ExpiresAt = request.ExpiresAt };
    }

    static async Task<Created<TokenBody>> CreateAsync(KeyDraft draft, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        var (row, secret) = await store.CreateAsync(draft, author, cancellation);
        await table.RefreshAsync(cancellation);
        return TypedResults.Created((string?)null, TokenBody.Of(row, table, secret));
    }

    /// <param name="maker">Must have all that the token has; null where it is the maker's own.</param>
    static async Task<Results<Created<TokenBody>, ProblemHttpResult>> RotateAsync(
        KeyPlace place, string id, RotateRequest request, Caller? maker, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        if (!KeyChecks.Overlap(request).TryGet(out var overlap, out var problem)) return problem.ToHttp();
        // The answer holds a secret: who may not have made the token may not get it by rotating it.
        if (maker is not null && table.FindById(id) is { } token && !maker.Covers(token.Rights, token.RightsIn))
            return new Problem("scope_too_wide", 403, "A token cannot be for more than its maker may do.").ToHttp();
        if (!(await store.RotateAsync(place, id, overlap, author, cancellation)).TryGet(out var made, out problem)) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.Created((string?)null, TokenBody.Of(made.Row, table, made.Secret));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        KeyPlace place, string id, AccessStore store, KeyTable table, Author author, CancellationToken cancellation)
    {
        var deleted = await store.DeleteAsync(place, id, author, cancellation);
        if (deleted.Problem is { } problem) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }
}
