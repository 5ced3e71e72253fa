using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Drafts;

using Answer = Results<Ok<DraftBody>, ProblemHttpResult>;

internal static class DraftEndpoints
{
    const int MaxBodyBytes = 8 << 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var drafts = endpoints.MapGroup("/api/v1/environments/{environment}/drafts").WithTags("Drafts");
        drafts.MapGet("", ListDrafts).WithName("listDrafts").Requires(Right.FlagsRead);
        drafts.MapPost("", CreateDraft).WithName("createDraft").Requires(Right.FlagsWrite).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        drafts.MapGet("/{id}", GetDraft).WithName("getDraft").Requires(Right.FlagsRead);
        drafts.MapPut("/{id}", RenewDraft).WithName("renewDraft").Requires(Right.FlagsWrite).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        drafts.MapPost("/{id}/withdraw", WithdrawDraft).WithName("withdrawDraft").Requires(Right.FlagsWrite);
        drafts.MapPost("/{id}/approve", ApproveDraft).WithName("approveDraft").Requires(Right.Release);
        drafts.MapPost("/{id}/reject", RejectDraft).WithName("rejectDraft").Requires(Right.Release);
        drafts.MapPost("/{id}/apply", ApplyDraft).WithName("applyDraft").Requires(Right.Release);
    }

    /// <summary>The drafts, newest first.</summary>
    internal static async Task<Results<Ok<Page<DraftBody>>, ProblemHttpResult>> ListDrafts(
        string environment, [Description("Only drafts in this state: open, approved, rejected, withdrawn, applied or failed.")] string? status,
        [AsParameters] PageQuery query, DraftStore store, CancellationToken cancellation)
    {
        DraftStatus? wanted = null;
        if (status is not null)
        {
            if (status.Any(letter => !char.IsAsciiLetterLower(letter)) || !Enum.TryParse<DraftStatus>(status, ignoreCase: true, out var named))
                return Problem.Invalid("invalid_status", "status", "'status' is open, approved, rejected, withdrawn, applied or failed.").ToHttp();
            wanted = named;
        }
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, wanted, page, cancellation)).TryGet(out var drafts, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(drafts, page, DraftBody.Of, draft => [draft.Row.Id]));
    }

    /// <summary>Writes a draft: a change that takes effect once others have approved it. It is tried out at once, so what is wrong with it is told now.</summary>
    internal static async Task<Results<Created<DraftBody>, ProblemHttpResult>> CreateDraft(
        string environment, DraftRequest request, DraftWrites writes, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await writes.CreateAsync(environment, request, author, cancellation)).TryGet(out var draft, out var problem)) return problem.ToHttp();
        ETag.Set(response, draft.Row.Revision);
        return TypedResults.Created((string?)null, DraftBody.Of(draft));
    }

    /// <summary>A draft, with what it changes in words, and its reviews.</summary>
    internal static async Task<Answer> GetDraft(string environment, string id, DraftStore store, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.FindAsync(environment, id, cancellation), response);

    /// <summary>Writes a draft anew, on the item as it is now; approvals are asked for again.</summary>
    internal static async Task<Answer> RenewDraft(
        string environment, string id, DraftRequest request, Precondition precondition, DraftWrites writes, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await writes.RenewAsync(environment, id, request, precondition, author, cancellation), response);

    /// <summary>Takes a draft back.</summary>
    internal static async Task<Answer> WithdrawDraft(
        string environment, string id, Precondition precondition, DraftWrites writes, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await writes.WithdrawAsync(environment, id, precondition, author, cancellation), response);

    /// <summary>Approves someone else's draft.</summary>
    internal static async Task<Answer> ApproveDraft(
        string environment, string id, ReviewRequest? request, Precondition precondition, DraftWrites writes, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await writes.ReviewAsync(environment, id, true, request?.Comment ?? "", precondition, author, cancellation), response);

    /// <summary>Rejects a draft, which ends it.</summary>
    internal static async Task<Answer> RejectDraft(
        string environment, string id, ReviewRequest? request, Precondition precondition, DraftWrites writes, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await writes.ReviewAsync(environment, id, false, request?.Comment ?? "", precondition, author, cancellation), response);

    /// <summary>Makes the change of an approved draft now.</summary>
    internal static async Task<Answer> ApplyDraft(
        string environment, string id, Precondition precondition, DraftWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        var applied = await writes.ApplyAsync(environment, id, precondition, author, cancellation);
        if (applied.TryGet(out var draft, out _)) await rulesets.ReachAsync(environment, draft.Row.AppliedVersion!.Value);
        return Told(applied, response);
    }

    static Answer Told(Result<Draft> found, HttpResponse response)
    {
        if (!found.TryGet(out var draft, out var problem)) return problem.ToHttp();
        ETag.Set(response, draft.Row.Revision);
        return TypedResults.Ok(DraftBody.Of(draft));
    }
}
