using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Drafts;

/// <summary>Where a draft is in its life.</summary>
internal enum DraftStatus
{
    /// <summary>Waits for approvals.</summary>
    Open,

    /// <summary>Can be applied, or waits for its time.</summary>
    Approved,

    Rejected,

    Withdrawn,

    Applied,

    /// <summary>Could not be applied when its time came.</summary>
    Failed,
}

/// <summary>A change that is wanted.</summary>
/// <param name="Kind"><c>flag</c>, <c>segment</c>, <c>experiment</c> or <c>holdout</c>.</param>
/// <param name="Key">The item's key; of the holdout <c>holdout</c>.</param>
/// <param name="Action">Of flags and segments <c>set</c> and <c>delete</c>, of flags <c>enable</c>; of experiments <c>edit</c>, <c>launch</c>, <c>resume</c>, <c>conclude</c>, <c>delete</c>; of both <c>ramp</c> and <c>resume_ramp</c>; of the holdout <c>set</c>.</param>
/// <param name="Change">What the call of that action takes; left out where it takes nothing.</param>
/// <param name="Comment">Why, for those who review it.</param>
/// <param name="ApplyAt">When it is to be applied by itself once it is approved; by hand where it is left out.</param>
/// <param name="Force">Also where it spoils live experiments.</param>
internal sealed record DraftRequest(
    string Kind, string Key, string Action, JsonElement? Change = null, string? Comment = null, DateTimeOffset? ApplyAt = null, bool? Force = null);

/// <summary>What a reviewer says.</summary>
internal sealed record ReviewRequest(string? Comment = null);

/// <summary>Whether a reviewer agrees.</summary>
internal sealed record ReviewBody(string Actor, bool Approved, string Comment, DateTimeOffset At);

/// <summary>A change that waits for the consent of others.</summary>
/// <param name="Status"><c>open</c>, <c>approved</c>, <c>rejected</c>, <c>withdrawn</c>, <c>applied</c> or <c>failed</c>.</param>
/// <param name="Differences">What it changes, in words.</param>
/// <param name="Outdated">Whether the item has changed since: then it must be written anew before it can be applied.</param>
/// <param name="ApprovalsNeeded">How many approvals are still missing.</param>
/// <param name="AppliedVersion">The version of the environment's ruleset that brought it: its revision.</param>
/// <param name="Problem">Why it could not be applied when its time came.</param>
internal sealed record DraftBody(
    string Id, string Kind, string Key, string Action, JsonElement? Change, bool Force, string Comment, string Author, DraftStatus Status,
    IReadOnlyList<Difference> Differences, bool Outdated, int ApprovalsNeeded, IReadOnlyList<ReviewBody> Reviews, DateTimeOffset? ApplyAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AppliedVersion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static DraftBody Of(Draft draft)
    {
        var row = draft.Row;
        var approvals = draft.Reviews.Count(review => review.Approved);
        return new(row.Id, row.Kind, row.Key, row.Action, row.Change.Length == 0 ? null : JsonElement.Parse(row.Change), row.Force, row.Comment, row.Author, row.State,
            JsonSerializer.Deserialize<Difference[]>(row.Differences, Wire.Json)!, draft.Outdated, row.State == DraftStatus.Open ? Math.Max(0, draft.Needed - approvals) : 0,
            [.. draft.Reviews.Select(review => new ReviewBody(review.Actor, review.Approved, review.Comment, Instant(review.At)))], row.ApplyAt is { } at ? Instant(at) : null,
            row.AppliedVersion, row.Problem, Instant(row.CreatedAt), Instant(row.UpdatedAt));
    }

    static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>A draft with its reviews.</summary>
/// <param name="Needed">How many approvals its environment asks for.</param>
internal sealed record Draft(DraftRow Row, IReadOnlyList<ReviewRow> Reviews, bool Outdated, int Needed);

internal sealed class DraftRow
{
    public string Id { get; init; } = "";

    public string Environment { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Key { get; init; } = "";

    public string Action { get; init; } = "";

    /// <summary>Empty where the action takes nothing.</summary>
    public string Change { get; init; } = "";

    public bool Force { get; init; }

    public string Comment { get; init; } = "";

    public string Author { get; init; } = "";

    public string Status { get; init; } = "open";

    public long? BaseRevision { get; init; }

    public string Differences { get; init; } = "[]";

    public long? ApplyAt { get; init; }

    public long? AppliedVersion { get; init; }

    public string? Problem { get; init; }

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public DraftStatus State => Enum.Parse<DraftStatus>(Status, ignoreCase: true);
}

internal sealed class ReviewRow
{
    public string Draft { get; init; } = "";

    public string Actor { get; init; } = "";

    public bool Approved { get; init; }

    public string Comment { get; init; } = "";

    public long At { get; init; }
}
