using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

internal static class MemberEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var members = endpoints.MapGroup("/api/v1/members").WithTags("Members");
        members.MapGet("", ListMembers).WithName("listMembers").Requires(Right.MembersRead);
        members.MapPost("", InviteMember).WithName("inviteMember").Requires(Right.MembersWrite);
        members.MapGet("/{id}", GetMember).WithName("getMember").Requires(Right.MembersRead);
        members.MapPatch("/{id}", EditMember).WithName("editMember").Requires(Right.MembersWrite);
        members.MapDelete("/{id}", DeleteMember).WithName("deleteMember").Requires(Right.MembersWrite);
        members.MapPost("/{id}/invitation", RenewInvitation).WithName("renewInvitation").Requires(Right.MembersWrite);
    }

    /// <summary>The members, by email address.</summary>
    internal static async Task<Results<Ok<Page<MemberBody>>, ProblemHttpResult>> ListMembers(
        [AsParameters] PageQuery query, MemberStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListAsync(page, cancellation), page, member => MemberBody.Of(member, clock.GetUtcNow()), member => [member.Row.Email]));
    }

    /// <summary>Adds a member and makes the link by which it sets its password. Hand the link over yourself: Turnout sends no mail.</summary>
    internal static async Task<Results<Created<NewMemberBody>, ProblemHttpResult>> InviteMember(
        HttpContext context, MemberRequest request, Caller caller, MemberStore store, KeyTable table, IOptions<MemberOptions> options, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        if (Email.Read(request.Email) is not { } email) return Problem.Invalid("invalid_email", "email", "'email' is not an email address.").ToHttp();
        var name = request.Name ?? (email.Length <= 128 ? email : email[..128]);
        if (CheckName(name) is { } wrong) return wrong.ToHttp();
        if (!MemberRoles.Read(request.Roles ?? new Dictionary<string, string>()).TryGet(out var roles, out var problem)) return problem.ToHttp();
        if (CheckGrant(caller, roles) is { } tooMuch) return tooMuch.ToHttp();
        if (!(await store.CreateAsync(email, name, null, roles, author, cancellation)).TryGet(out var member, out problem)) return problem.ToHttp();
        if (!(await InvitationAsync(context, member.Row.Id, store, options.Value, author, clock, cancellation)).TryGet(out var invitation, out problem)) return problem.ToHttp();
        await table.RefreshAsync(cancellation);
        return TypedResults.Created((string?)null, new NewMemberBody(MemberBody.Of(member, clock.GetUtcNow()), invitation));
    }

    /// <summary>A member.</summary>
    internal static async Task<Results<Ok<MemberBody>, ProblemHttpResult>> GetMember(
        string id, HttpResponse response, MemberStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } member) return MemberStore.Unknown(id).ToHttp();
        ETag.Set(response, member.Row.Revision);
        return TypedResults.Ok(MemberBody.Of(member, clock.GetUtcNow()));
    }

    /// <summary>Changes a member's name and roles, or keeps it out. When the answer comes, this server goes by it.</summary>
    internal static async Task<Results<Ok<MemberBody>, ProblemHttpResult>> EditMember(
        string id, MemberChange request, HttpResponse response, Caller caller, MemberStore store, KeyTable table, Precondition precondition, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        if (request.Name is { } name && CheckName(name) is { } wrong) return wrong.ToHttp();
        IReadOnlyDictionary<string, Role>? roles = null;
        if (request.Roles is not null && !MemberRoles.Read(request.Roles).TryGet(out roles, out var problem)) return problem.ToHttp();
        if (roles is not null && CheckGrant(caller, roles) is { } tooMuch) return tooMuch.ToHttp();
        if (!(await store.UpdateAsync(id, request.Name, roles, request.Disabled, precondition, author, cancellation)).TryGet(out var member, out problem)) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        ETag.Set(response, member.Row.Revision);
        return TypedResults.Ok(MemberBody.Of(member, clock.GetUtcNow()));
    }

    /// <summary>Removes a member with its sessions and tokens.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteMember(
        string id, MemberStore store, KeyTable table, Precondition precondition, Author author, CancellationToken cancellation)
    {
        if (!(await store.DeleteAsync(id, precondition, author, cancellation)).TryGet(out _, out var problem)) return problem.ToHttp();
        await table.RefreshAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }

    /// <summary>A new link for a member who has lost the first one, or the password; the one before ends.</summary>
    internal static async Task<Results<Ok<InvitationBody>, ProblemHttpResult>> RenewInvitation(
        HttpContext context, string id, Caller caller, MemberStore store, IOptions<MemberOptions> options, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        // Whoever holds the link becomes the member.
        if (await store.FindAsync(id, cancellation) is { } member && CheckGrant(caller, member.Roles) is { } tooMuch) return tooMuch.ToHttp();
        return (await InvitationAsync(context, id, store, options.Value, author, clock, cancellation)).TryGet(out var invitation, out var problem) ? TypedResults.Ok(invitation) : problem.ToHttp();
    }

    /// <summary>A token with the scope <c>members_write</c> makes no admins unless it is one itself.</summary>
    static Problem? CheckGrant(Caller caller, IReadOnlyDictionary<string, Role> roles)
    {
        var granted = new Member(new MemberRow(), roles);
        return caller.Covers(granted.Rights & ~Rights.Member, granted.RightsIn) ? null : new Problem("scope_too_wide", 403, "Nobody gives others more than they may do themselves.");
    }

    internal static Problem? CheckName(string name) =>
        name.Length is 0 or > 128 || name.Any(char.IsControl) ? Problem.Invalid("invalid_name", "name", "'name' is 1 to 128 characters without control characters.") : null;

    static async Task<Result<InvitationBody>> InvitationAsync(
        HttpContext context, string id, MemberStore store, MemberOptions options, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        var expires = clock.GetUtcNow() + options.InvitationLife;
        return (await store.CreateLinkAsync(id, options.InvitationLife, author, cancellation))
            .Map(token => new InvitationBody(token, $"{context.Request.Scheme}://{context.Request.Host}/join?token={token}", expires));
    }
}
