using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Drafts;

/// <summary>What becomes of drafts: written, reviewed by someone else, applied. Each step is one transaction.</summary>
internal sealed class DraftWrites(Database database, DraftStore store, DraftActions actions, TimeProvider clock)
{
    const int MaxComment = 4000;

    // Stands for "it would have worked": the answer that undoes a trial.
    static readonly Problem Undo = new(Code: "trial", Status: 500, Detail: "A trial that is undone.");

    /// <summary>Writes a draft. What it would meet if it were applied now, it meets now.</summary>
    public async Task<Result<Draft>> CreateAsync(string environment, DraftRequest request, Author author, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var row = new DraftRow
        {
            Id = Guid.CreateVersion7(now).ToString(), Environment = environment, Kind = request.Kind, Key = request.Key, Action = request.Action, Author = author.Name,
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        return await WriteAsync(row, request, author, "draft.created", null, cancellation);
    }

    /// <summary>Writes it anew on the item as it is now; approvals are asked for again.</summary>
    public async Task<Result<Draft>> RenewAsync(string environment, string id, DraftRequest request, Precondition precondition, Author author, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, id, cancellation)).TryGet(out var draft, out var problem)) return problem;
        var row = draft.Row;
        if ((request.Kind, request.Key, request.Action) != (row.Kind, row.Key, row.Action))
            return Problem.Invalid("conflicting_members", "key", "A draft stays with its item and action; write another one.");
        return await WriteAsync(row, request, author, "draft.updated", precondition, cancellation);
    }

    /// <summary>Agrees or disagrees. Nobody approves what they wrote; a rejection ends the draft.</summary>
    /// <returns>The draft; 403 <c>own_draft</c>; 409 <c>draft_closed</c> or <c>draft_outdated</c>.</returns>
    public Task<Result<Draft>> ReviewAsync(string environment, string id, bool approve, string comment, Precondition precondition, Author author, CancellationToken cancellation) =>
        ChangeAsync(environment, id, precondition, async (session, draft) =>
        {
            if (draft.Row.State is not (DraftStatus.Open or DraftStatus.Approved)) return Closed(draft.Row);
            if (approve && draft.Row.Author == author.Name) return new Problem("own_draft", 403, "Nobody approves their own draft: ask someone else.");
            if (approve && draft.Outdated) return Outdated(draft.Row);
            if (comment.Length > MaxComment) return TooLong;
            await DraftStore.ReviewAsync(session, new ReviewRow { Draft = id, Actor = author.Name, Approved = approve, Comment = comment, At = Now });
            var approvals = draft.Reviews.Count(review => review.Approved && review.Actor != author.Name) + (approve ? 1 : 0);
            var status = !approve ? DraftStatus.Rejected : approvals >= draft.Needed ? DraftStatus.Approved : DraftStatus.Open;
            await store.SaveAsync(session, Next(draft.Row, status), author, approve ? "draft.approved" : "draft.rejected", new { item = ItemOf(draft.Row), comment, approvals, needed = draft.Needed });
            return true;
        }, cancellation);

    /// <summary>Takes the draft back; its author may, and whoever may release.</summary>
    public Task<Result<Draft>> WithdrawAsync(string environment, string id, Precondition precondition, Author author, CancellationToken cancellation) =>
        ChangeAsync(environment, id, precondition, async (session, draft) =>
        {
            if (draft.Row.State is not (DraftStatus.Open or DraftStatus.Approved)) return Closed(draft.Row);
            await store.SaveAsync(session, Next(draft.Row, DraftStatus.Withdrawn), author, "draft.withdrawn");
            return true;
        }, cancellation);

    /// <summary>Makes the change of an approved draft: the change and the draft's end are one transaction.</summary>
    /// <returns>The draft; 409 <c>not_approved</c>, <c>draft_closed</c> or <c>draft_outdated</c>; or the problem of the change itself.</returns>
    public Task<Result<Draft>> ApplyAsync(string environment, string id, Precondition precondition, Author author, CancellationToken cancellation) =>
        ChangeAsync(environment, id, precondition, async (session, draft) =>
        {
            var row = draft.Row;
            if (row.State == DraftStatus.Open)
                return Problem.Conflict("not_approved", $"The draft has {draft.Reviews.Count(review => review.Approved)} of {draft.Needed} approvals.");
            if (row.State != DraftStatus.Approved) return Closed(row);
            if (draft.Outdated) return Outdated(row);
            if (!(await actions.RunAsync(session, row, author)).TryGet(out var after, out var problem)) return problem;
            var approvers = draft.Reviews.Where(review => review.Approved).Select(review => review.Actor);
            await store.SaveAsync(session, Next(row, DraftStatus.Applied, version: after.Version), author, "draft.applied",
                new { item = ItemOf(row), row.Action, row.Author, approvers, version = after.Version });
            return true;
        }, cancellation);

    /// <summary>Ends a draft that could not be applied when its time came.</summary>
    public Task<Result<Draft>> FailAsync(DraftRow row, Problem problem, Author author) =>
        ChangeAsync(row.Environment, row.Id, Precondition.None, async (session, draft) =>
        {
            if (draft.Row.State != DraftStatus.Approved) return Closed(draft.Row);
            await store.SaveAsync(session, Next(draft.Row, DraftStatus.Failed, problem: $"{problem.Code}: {problem.Detail}"), author, "draft.failed", new { item = ItemOf(draft.Row), problem.Code, problem.Detail });
            return true;
        }, CancellationToken.None);

    async Task<Result<Draft>> WriteAsync(DraftRow row, DraftRequest request, Author author, string kind, Precondition? precondition, CancellationToken cancellation)
    {
        if (Keys.Check(request.Key) is { } invalid) return invalid;
        if ((request.Comment ?? "").Length > MaxComment) return TooLong;
        if (request.ApplyAt <= clock.GetUtcNow()) return Problem.Invalid("invalid_schedule", "apply_at", "'apply_at' lies ahead.");
        var wanted = new DraftRow
        {
            Id = row.Id, Environment = row.Environment, Kind = row.Kind, Key = row.Key, Action = row.Action, Author = row.Author, CreatedAt = row.CreatedAt,
            Change = request.Change?.GetRawText() ?? "", Force = request.Force == true, Comment = request.Comment ?? "", ApplyAt = request.ApplyAt?.ToUnixTimeMilliseconds(),
        };
        if (!(await TryAsync(wanted, author, cancellation)).TryGet(out var trial, out var problem)) return problem;
        return await database.WriteAsync<Draft>(async session =>
        {
            if (await session.LockEnvironmentAsync(row.Environment) is null) return EnvironmentStore.Unknown(row.Environment);
            var current = await DraftStore.RowAsync(session, row.Environment, row.Id);
            if (precondition?.Check(current?.Revision) is { } failed) return failed;
            if (current is not null && current.State is not (DraftStatus.Open or DraftStatus.Approved or DraftStatus.Failed)) return Closed(current);
            if (current is not null && current.Author != author.Name) return new Problem("foreign_draft", 403, "Only its author writes a draft anew: write another one.");
            await DraftStore.ForgetReviewsAsync(session, row.Id);
            var next = Next(wanted, DraftStatus.Open, trial.Before.Revision, JsonSerializer.Serialize(trial.Differences, Wire.Json), revision: (current?.Revision ?? 0) + 1);
            await store.SaveAsync(session, next, author, kind);
            return await DraftStore.WithReviewsAsync(session, next);
        }, cancellation);
    }

    /// <summary>Makes the change and undoes it, to see what it comes to.</summary>
    async Task<Result<(ItemState Before, IReadOnlyList<Difference> Differences)>> TryAsync(DraftRow wanted, Author author, CancellationToken cancellation)
    {
        (ItemState, IReadOnlyList<Difference>)? seen = null;
        var tried = await database.WriteAsync<bool>(async session =>
        {
            if (await session.LockEnvironmentAsync(wanted.Environment) is null) return EnvironmentStore.Unknown(wanted.Environment);
            var before = await DraftActions.StateAsync(session, wanted.Environment, new Item(wanted.Kind, wanted.Key));
            if (!(await actions.RunAsync(session, wanted, author)).TryGet(out var after, out var problem)) return problem;
            seen = (before, Differences.Of(before.Document, after.Document));
            return Undo;
        }, cancellation);
        return tried.Problem is { } refused && !ReferenceEquals(refused, Undo) ? refused
            : seen!.Value.Item2.Count == 0 ? Problem.Conflict("nothing_to_change", "The item is so already.")
            : seen.Value;
    }

    Task<Result<Draft>> ChangeAsync(
        string environment, string id, Precondition precondition, Func<Session, Draft, Task<Result<bool>>> change, CancellationToken cancellation) =>
        database.WriteAsync<Draft>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await DraftStore.RowAsync(session, environment, id) is not { } row) return DraftStore.Unknown(id);
            if (precondition.Check(row.Revision) is { } failed) return failed;
            if ((await change(session, await DraftStore.WithReviewsAsync(session, row))).Problem is { } problem) return problem;
            return await DraftStore.WithReviewsAsync(session, (await DraftStore.RowAsync(session, environment, id))!);
        }, cancellation);

    DraftRow Next(DraftRow row, DraftStatus status, long? baseRevision = null, string? differences = null, long? version = null, string? problem = null, long? revision = null) => new()
    {
        Id = row.Id, Environment = row.Environment, Kind = row.Kind, Key = row.Key, Action = row.Action, Change = row.Change, Force = row.Force, Comment = row.Comment,
        Author = row.Author, Status = status.ToString().ToLowerInvariant(), BaseRevision = differences is null ? row.BaseRevision : baseRevision,
        Differences = differences ?? row.Differences, ApplyAt = row.ApplyAt, AppliedVersion = version, Problem = problem, Revision = revision ?? row.Revision + 1,
        CreatedAt = row.CreatedAt, UpdatedAt = Now,
    };

    long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    static Problem TooLong { get; } = Problem.Invalid("too_long", "comment", $"A comment has at most {MaxComment} characters.");

    static Problem Closed(DraftRow row) => Problem.Conflict("draft_closed", $"The draft is {row.Status}.");

    static string ItemOf(DraftRow row) => new Item(row.Kind, row.Key).ToString();

    static Problem Outdated(DraftRow row) =>
        Problem.Conflict("draft_outdated", $"The {ItemOf(row)} has changed since the draft was written: its author writes it anew (PUT), and it is reviewed again.");
}
