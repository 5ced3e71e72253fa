using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Revisions;

using Listed = Results<Ok<Page<RevisionBody>>, ProblemHttpResult>;
using Read = Results<Ok<RevisionBody>, ProblemHttpResult>;

internal static class RevisionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}");
        environment.MapGet("/flags/{key}/revisions", ListFlagRevisions).WithName("listFlagRevisions").WithTags("Flags").Requires(Right.FlagsRead);
        environment.MapGet("/flags/{key}/revisions/{version}", GetFlagRevision).WithName("getFlagRevision").WithTags("Flags").Requires(Right.FlagsRead);
        environment.MapPost("/flags/{key}/revisions/{version}/revert", RevertFlag).WithName("revertFlag").WithTags("Flags").Requires(Right.FlagsWrite);
        environment.MapGet("/segments/{key}/revisions", ListSegmentRevisions).WithName("listSegmentRevisions").WithTags("Segments").Requires(Right.SegmentsRead);
        environment.MapGet("/segments/{key}/revisions/{version}", GetSegmentRevision).WithName("getSegmentRevision").WithTags("Segments").Requires(Right.SegmentsRead);
        environment.MapPost("/segments/{key}/revisions/{version}/revert", RevertSegment).WithName("revertSegment").WithTags("Segments").Requires(Right.SegmentsWrite);
        environment.MapGet("/experiments/{key}/revisions", ListExperimentRevisions).WithName("listExperimentRevisions").WithTags("Experiments").Requires(Right.ExperimentsRead);
        environment.MapGet("/experiments/{key}/revisions/{version}", GetExperimentRevision).WithName("getExperimentRevision").WithTags("Experiments")
            .Requires(Right.ExperimentsRead);
        environment.MapPost("/experiments/{key}/revisions/{version}/revert", RevertExperiment).WithName("revertExperiment").WithTags("Experiments")
            .Requires(Right.ExperimentsWrite);
        environment.MapGet("/metrics/{key}/revisions", ListMetricRevisions).WithName("listMetricRevisions").WithTags("Metrics").Requires(Right.MetricsRead);
        environment.MapGet("/metrics/{key}/revisions/{version}", GetMetricRevision).WithName("getMetricRevision").WithTags("Metrics").Requires(Right.MetricsRead);
        environment.MapPost("/metrics/{key}/revisions/{version}/revert", RevertMetric).WithName("revertMetric").WithTags("Metrics").Requires(Right.MetricsWrite);
    }

    /// <summary>Every state that the flag has had, newest first, also before it was removed.</summary>
    internal static Task<Listed> ListFlagRevisions(string environment, string key, [AsParameters] PageQuery query, RevisionStore store, CancellationToken cancellation) =>
        ListAsync(environment, Item.Flag(key), query, store, cancellation);

    /// <summary>A state that the flag has had.</summary>
    internal static Task<Read> GetFlagRevision(string environment, string key, long version, RevisionStore store, CancellationToken cancellation) =>
        GetAsync(environment, Item.Flag(key), version, store, cancellation);

    /// <summary>Sets the flag as it was; makes it again where it was removed.</summary>
    internal static async Task<Results<Ok<FlagBody>, Created<FlagBody>, ProblemHttpResult>> RevertFlag(
        string environment, string key, long version,
        [Description("True also where it spoils a live experiment; the audit log says so.")] bool? force,
        Precondition precondition, RevisionStore store, FlagStore flags, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await FindAsync(environment, Item.Flag(key), version, store, cancellation)).TryGet(out var revision, out var problem)) return problem.ToHttp();
        var request = JsonSerializer.Deserialize<FlagRequest>(revision.Document!, Wire.Json)!;
        var set = await flags.SetAsync(environment, key, request, precondition, author, new(force == true, version), cancellation);
        if (!set.TryGet(out var saved, out problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        var body = FlagBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    /// <summary>Every state that the segment has had, newest first, also before it was removed.</summary>
    internal static Task<Listed> ListSegmentRevisions(string environment, string key, [AsParameters] PageQuery query, RevisionStore store, CancellationToken cancellation) =>
        ListAsync(environment, Item.Segment(key), query, store, cancellation);

    /// <summary>A state that the segment has had.</summary>
    internal static Task<Read> GetSegmentRevision(string environment, string key, long version, RevisionStore store, CancellationToken cancellation) =>
        GetAsync(environment, Item.Segment(key), version, store, cancellation);

    /// <summary>Sets the segment as it was; makes it again where it was removed.</summary>
    internal static async Task<Results<Ok<SegmentBody>, Created<SegmentBody>, ProblemHttpResult>> RevertSegment(
        string environment, string key, long version,
        [Description("True also where it spoils a live experiment; the audit log says so.")] bool? force,
        Precondition precondition, RevisionStore store, SegmentStore segments, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await FindAsync(environment, Item.Segment(key), version, store, cancellation)).TryGet(out var revision, out var problem)) return problem.ToHttp();
        var request = JsonSerializer.Deserialize<SegmentRequest>(revision.Document!, Wire.Json)!;
        var set = await segments.SetAsync(environment, key, request, precondition, author, new(force == true, version), cancellation);
        if (!set.TryGet(out var saved, out problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        var body = SegmentBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    /// <summary>Every state that the experiment has had, newest first, also before it was removed.</summary>
    internal static Task<Listed> ListExperimentRevisions(string environment, string key, [AsParameters] PageQuery query, RevisionStore store, CancellationToken cancellation) =>
        ListAsync(environment, Item.Experiment(key), query, store, cancellation);

    /// <summary>A state that the experiment has had.</summary>
    internal static Task<Read> GetExperimentRevision(string environment, string key, long version, RevisionStore store, CancellationToken cancellation) =>
        GetAsync(environment, Item.Experiment(key), version, store, cancellation);

    /// <summary>Sets the experiment's members as they were, as far as it can be edited still; its state of life stays.</summary>
    internal static async Task<Results<Ok<ExperimentBody>, ProblemHttpResult>> RevertExperiment(
        string environment, string key, long version, Precondition precondition, RevisionStore store, ExperimentWrites writes, Rulesets rulesets, Author author,
        HttpResponse response, CancellationToken cancellation)
    {
        if (!(await FindAsync(environment, Item.Experiment(key), version, store, cancellation)).TryGet(out var revision, out var problem)) return problem.ToHttp();
        // What the experiment did not have then takes its default again.
        var patch = PastRulesets.Editable(revision);
        foreach (var member in ExperimentRequest.Members)
            if (!patch.ContainsKey(member)) patch[member] = null;
        var edited = await writes.EditAsync(environment, key, patch, precondition, author, new(RevertedTo: version), cancellation);
        if (!edited.TryGet(out var saved, out problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Ok(ExperimentBody.Of(saved.Value));
    }

    /// <summary>Every state that the metric has had, newest first, also before it was removed. `version` counts the metric's own revisions: rulesets have no metrics.</summary>
    internal static Task<Listed> ListMetricRevisions(string environment, string key, [AsParameters] PageQuery query, RevisionStore store, CancellationToken cancellation) =>
        ListAsync(environment, Item.Metric(key), query, store, cancellation);

    /// <summary>A state that the metric has had.</summary>
    internal static Task<Read> GetMetricRevision(string environment, string key, long version, RevisionStore store, CancellationToken cancellation) =>
        GetAsync(environment, Item.Metric(key), version, store, cancellation);

    /// <summary>Sets the metric as it was; makes it again where it was removed. Results count by it from then on, of running experiments too.</summary>
    internal static async Task<Results<Ok<MetricBody>, Created<MetricBody>, ProblemHttpResult>> RevertMetric(
        string environment, string key, long version, Precondition precondition, RevisionStore store, MetricStore metrics, Author author, HttpResponse response,
        CancellationToken cancellation)
    {
        if (!(await FindAsync(environment, Item.Metric(key), version, store, cancellation)).TryGet(out var revision, out var problem)) return problem.ToHttp();
        var request = JsonSerializer.Deserialize<MetricRequest>(revision.Document!, Wire.Json)!;
        if (!(await metrics.SetAsync(environment, key, request, precondition, author, new(RevertedTo: version), cancellation)).TryGet(out var saved, out problem)) return problem.ToHttp();
        ETag.Set(response, saved.Value.Revision);
        var body = MetricBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    static async Task<Listed> ListAsync(string environment, Item item, PageQuery query, RevisionStore store, CancellationToken cancellation)
    {
        if (!query.ReadKeys(CursorKey.Number).TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, item, page, cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        var befores = rows.Zip(rows.Skip(1).Append(null)).ToDictionary(pair => pair.First.Version, pair => pair.Second);
        return TypedResults.Ok(Page.Of(rows, page, row => RevisionBody.Of(row, befores[row.Version]), row => [row.Version.ToString(CultureInfo.InvariantCulture)]));
    }

    static async Task<Read> GetAsync(string environment, Item item, long version, RevisionStore store, CancellationToken cancellation) =>
        (await store.FindAsync(environment, item, version, cancellation)).TryGet(out var found, out var problem)
            ? TypedResults.Ok(RevisionBody.Of(found.Revision, found.Before, whole: true))
            : problem.ToHttp();

    static async Task<Result<RevisionRow>> FindAsync(string environment, Item item, long version, RevisionStore store, CancellationToken cancellation) =>
        (await store.FindAsync(environment, item, version, cancellation)).Then<RevisionRow>(found => found.Revision.Document is null
            ? Problem.Conflict("item_removed", $"The {item} was removed by version {version}; revert to a revision before it.")
            : found.Revision);
}
