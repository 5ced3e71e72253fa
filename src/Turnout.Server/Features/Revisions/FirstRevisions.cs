using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Revisions;

/// <summary>Gives what was there before revisions were kept its first one, at the time of its last change.</summary>
internal sealed class FirstRevisions(Database database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            foreach (var (environment, key) in await RevisionStore.WithoutAsync(session, Item.FlagKind, "flags"))
            {
                if (await FlagReads.FindAsync(session, environment, key) is { } flag)
                    await AddAsync(session, environment, Item.Flag(key), flag.Revision, flag.UpdatedAt, FlagBody.Of(flag));
            }
            foreach (var (environment, key) in await RevisionStore.WithoutAsync(session, Item.SegmentKind, "segments"))
            {
                if (await SegmentReads.FindAsync(session, environment, key) is { } segment)
                    await AddAsync(session, environment, Item.Segment(key), segment.Revision, segment.UpdatedAt, SegmentBody.Of(segment));
            }
            foreach (var (environment, key) in await RevisionStore.WithoutAsync(session, Item.ExperimentKind, "experiments"))
            {
                if (await ExperimentReads.FindAsync(session, environment, key) is { } experiment)
                    await AddAsync(session, environment, Item.Experiment(key), experiment.Revision, experiment.UpdatedAt, ExperimentBody.Of(experiment));
            }
            foreach (var (environment, key) in await RevisionStore.WithoutAsync(session, Item.MetricKind, "metrics"))
            {
                if (await MetricReads.FindAsync(session, environment, key) is { } metric)
                    await AddAsync(session, environment, Item.Metric(key), metric.Revision, metric.UpdatedAt, MetricBody.Of(metric), metric.Revision);
            }
        }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    static async Task AddAsync<T>(Session session, string environment, Item item, long revision, DateTimeOffset at, T body, long? version = null)
    {
        version ??= (await EnvironmentStore.FindAsync(session, environment))!.Version;
        await RevisionStore.RecordAsync(session, environment, item, revision, version.Value, at, Author.System, JsonSerializer.Serialize(body, Wire.Json));
    }
}
