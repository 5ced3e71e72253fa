using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

internal static class SessionEndpoints
{
    static readonly Problem InvalidSignIn = new("invalid_sign_in", 401, "This is not the token of a sign-in address.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var session = endpoints.MapGroup("/api/v1/session").WithTags("Session");
        session.MapPost("", SignIn).WithName("signIn").Public().SignsIn();
        session.MapGet("", GetSession).WithName("getSession").Requires(Right.EnvironmentsRead);
        session.MapDelete("", SignOut).WithName("signOut").Public();
        session.MapPost("/join", Join).WithName("join").Public().SignsIn();
        session.MapPut("/password", ChangePassword).WithName("changePassword").Requires(Right.Account).SignsIn();
    }

    /// <summary>Signs a browser in: by email address and password, by the token of a one-time sign-in address, or by an admin token in the Authorization header.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> SignIn(
        HttpContext context, SessionRequest request, AccessStore store, Passwords passwords, KeyTable table, IOptions<AccessOptions> options, CancellationToken cancellation)
    {
        var author = new Author("anonymous", ProblemResults.RequestId(context));
        var life = options.Value.SessionLife;
        if (request is { Email: { } email, Password: { } password, Token: null })
            return (await passwords.SignInAsync(email, password, author, cancellation)).TryGet(out var member, out var refused)
                ? await StartAsync(context, member, "password", store, table, life, author, cancellation)
                : refused.ToHttp();
        if (request.Email is not null || request.Password is not null)
            return Problem.Invalid("invalid_value", "email", "Send 'email' and 'password', or 'token' alone.").ToHttp();

        var actor = "admin";
        string secret;
        if (request.Token is { } token)
        {
            if (token.Length is 0 or > SecretHash.MaxSecretLength) return InvalidSignIn.ToHttp();
            if (!(await store.SignInAsync(token, life, author, cancellation)).TryGet(out secret, out var problem)) return problem.ToHttp();
        }
        else
        {
            var header = context.Request.Headers.Authorization.ToString();
            var caller = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? table.Find(header.AsSpan(7).Trim()) : null;
            // Only what ends with its revocation by itself: a session would outlive a token that ends.
            if (caller is not { Kind: CallerKind.Operator, Rights: Rights.Admin, MemberId: null, ExpiresAt: null })
                return new Problem("unauthenticated", 401, "Send an email address and a password, the token of a sign-in address, or an admin token.").ToHttp();
            actor = caller.Actor;
            secret = await store.StartSessionAsync(life, author with { Name = actor }, cancellation);
        }
        await table.RefreshAsync(cancellation);
        SessionCookie.Write(context, secret, life);
        return TypedResults.Ok(SessionBody.Of(actor, Rights.Admin, new Dictionary<string, Right>(), null));
    }

    /// <summary>Who is signed in, and what they may do.</summary>
    internal static Ok<SessionBody> GetSession(Caller caller) => TypedResults.Ok(SessionBody.Of(caller.Actor, caller.Rights, caller.RightsIn, caller.MemberId));

    /// <summary>Ends the browser's session.</summary>
    internal static async Task<NoContent> SignOut(HttpContext context, AccessStore store, KeyTable table, CancellationToken cancellation)
    {
        if (SessionCookie.Read(context.Request) is { Length: <= SecretHash.MaxSecretLength } secret)
        {
            await store.EndSessionAsync(secret, cancellation);
            await table.RefreshAsync(CancellationToken.None);
        }
        SessionCookie.Delete(context);
        return TypedResults.NoContent();
    }

    /// <summary>Follows an invitation, or a link after a lost password: sets the password and signs in.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> Join(
        HttpContext context, JoinRequest request, MemberStore members, AccessStore store, Passwords passwords, KeyTable table, IOptions<AccessOptions> options, CancellationToken cancellation)
    {
        if (Passwords.Check(request.Password) is { } weak) return weak.ToHttp();
        if (request.Name is { } name && MemberEndpoints.CheckName(name) is { } wrong) return wrong.ToHttp();
        if (request.Token.Length is 0 or > SecretHash.MaxSecretLength) return InvalidSignIn.ToHttp();
        var author = new Author("anonymous", ProblemResults.RequestId(context));
        var hash = await passwords.HashAsync(request.Password, cancellation);
        return (await members.FollowLinkAsync(request.Token, hash, request.Name, author, cancellation)).TryGet(out var member, out var problem)
            ? await StartAsync(context, member, "invitation", store, table, options.Value.SessionLife, author, cancellation)
            : problem.ToHttp();
    }

    /// <summary>Changes one's own password, and signs one out everywhere else.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        HttpContext context, PasswordRequest request, Caller caller, MemberStore members, Passwords passwords, KeyTable table, Author author, CancellationToken cancellation)
    {
        if (Passwords.Check(request.Password) is { } weak) return weak.ToHttp();
        if (caller.MemberId is not { } id || await members.FindAsync(id, cancellation) is not { } member) return MemberStore.Unknown(caller.MemberId ?? "").ToHttp();
        // Counts like a sign-in: who found a browser open may not guess here for ever.
        if (!(await passwords.SignInAsync(member.Row.Email, request.Current, author, cancellation)).TryGet(out _, out _))
            return Problem.Invalid("wrong_password", "current", "This is not your password until now.").ToHttp();
        await members.ChangePasswordAsync(member, await passwords.HashAsync(request.Password, cancellation), SessionCookie.Read(context.Request) ?? "", author, cancellation);
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<SessionBody>> StartAsync(
        HttpContext context, Member member, string by, AccessStore store, KeyTable table, TimeSpan life, Author author, CancellationToken cancellation)
    {
        var secret = await store.StartSessionAsync(member, by, life, author, cancellation);
        await table.RefreshAsync(cancellation);
        SessionCookie.Write(context, secret, life);
        return TypedResults.Ok(SessionBody.Of(member.Actor, member.Rights, member.RightsIn, member.Row.Id));
    }
}
