using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

internal static class AccessEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var keys = endpoints.MapGroup("/api/v1/environments/{environment}/keys").WithTags("Keys");
        keys.MapGet("", ListKeys).WithName("listKeys").Requires(Right.KeysRead);
        keys.MapPost("", CreateKey).WithName("createKey").Requires(Right.KeysWrite);
        keys.MapDelete("/{id}", DeleteKey).WithName("deleteKey").Requires(Right.KeysWrite);

        var session = endpoints.MapGroup("/api/v1/session").WithTags("Session");
        session.MapPost("", SignIn).WithName("signIn").Public();
        session.MapGet("", GetSession).WithName("getSession").Requires(Right.EnvironmentsRead);
        session.MapDelete("", SignOut).WithName("signOut").Public();
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

    /// <summary>Signs a browser in: by the token of a one-time sign-in address, or by an admin token in the Authorization header.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> SignIn(
        HttpContext context, SessionRequest request, AccessStore store, KeyTable table, IOptions<AccessOptions> options, CancellationToken cancellation)
    {
        var author = new Author("admin", ProblemResults.RequestId(context));
        var life = options.Value.SessionLife;
        string secret;
        if (request.Token is { } token)
        {
            if (token.Length is 0 or > SecretHash.MaxSecretLength)
                return new Problem("invalid_sign_in", 401, "This is not the token of a sign-in address.").ToHttp();
            if (!(await store.SignInAsync(token, life, author, cancellation)).TryGet(out secret, out var problem)) return problem.ToHttp();
        }
        else
        {
            var header = context.Request.Headers.Authorization.ToString();
            var caller = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? table.Find(header.AsSpan(7).Trim()) : null;
            if (caller is not { Kind: CallerKind.Admin }) return new Problem("unauthenticated", 401, "Send the token of a sign-in address, or an admin token.").ToHttp();
            author = author with { Name = caller.Actor };
            secret = await store.StartSessionAsync(life, author, cancellation);
        }
        await table.RefreshAsync(cancellation);
        context.Response.Cookies.Append(Gate.SessionCookie, secret, Cookie(context, life));
        return TypedResults.Ok(Describe(author.Name, Rights.Admin));
    }

    /// <summary>Who is signed in, and what they may do.</summary>
    internal static Ok<SessionBody> GetSession(Caller caller) => TypedResults.Ok(Describe(caller.Actor, caller.Rights));

    /// <summary>Ends the browser's session.</summary>
    internal static async Task<NoContent> SignOut(HttpContext context, AccessStore store, KeyTable table, CancellationToken cancellation)
    {
        if (context.Request.Cookies.TryGetValue(Gate.SessionCookie, out var secret) && secret.Length is > 0 and <= SecretHash.MaxSecretLength)
        {
            await store.EndSessionAsync(secret, cancellation);
            await table.RefreshAsync(CancellationToken.None);
        }
        context.Response.Cookies.Delete(Gate.SessionCookie, Cookie(context, TimeSpan.Zero));
        return TypedResults.NoContent();
    }

    static CookieOptions Cookie(HttpContext context, TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = life > TimeSpan.Zero ? life : null,
        IsEssential = true,
    };

    static SessionBody Describe(string actor, Right rights) => new(actor,
        [.. Enum.GetValues<Right>().Where(right => right != Right.None && (rights & right) == right).Select(right => JsonNamingPolicy.SnakeCaseLower.ConvertName(right.ToString()))]);
}
