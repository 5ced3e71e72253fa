using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>An environment's holdout: the share of units that is in no experiment at all.</summary>
internal sealed class HoldoutRow
{
    /// <summary>0 to 100.</summary>
    public double Percent { get; init; }

    /// <summary>0 while none was ever set.</summary>
    public long Revision { get; init; }
}

/// <summary>The SQL of holdouts.</summary>
internal sealed class HoldoutStore(Database database, AuditStore audit, TimeProvider clock)
{
    // One for all environments and all time: whoever is held out stays so when the share grows.
    const string Salt = "holdout";

    /// <summary>For the ruleset; null holds nobody out.</summary>
    public static async Task<HoldoutDefinition?> DefinitionAsync(Session session, string environment) =>
        DefinitionOf((await FindAsync(session, environment)).Percent);

    public static HoldoutDefinition? DefinitionOf(double percent) => percent > 0 ? new HoldoutDefinition(percent, Salt) : null;

    public Task<Result<HoldoutRow>> FindAsync(string environment, CancellationToken cancellation) =>
        database.ReadAsync<Result<HoldoutRow>>(async session =>
            await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : await FindAsync(session, environment), cancellation);

    /// <summary>Sets the share.</summary>
    public Task<Result<Saved<HoldoutRow>>> SetAsync(string environment, double percent, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<HoldoutRow>>(async session =>
            await Review.CheckAsync(session, environment, author) is { } review ? review : await SetAsync(session, environment, percent, precondition, author), cancellation);

    public async Task<Result<Saved<HoldoutRow>>> SetAsync(Session session, string environment, double percent, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
        var current = await FindAsync(session, environment);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (percent is not (>= 0 and <= 100)) return Problem.Invalid("invalid_percentage", "percent", "A percentage is a number from 0 to 100.");
        if (percent == current.Percent) return new Saved<HoldoutRow>(current, false, version);
        var next = new HoldoutRow { Percent = percent, Revision = current.Revision + 1 };
        await session.ExecuteAsync("""
            INSERT INTO holdouts (environment, percent, revision, updated_at) VALUES (@environment, @Percent, @Revision, @now)
            ON CONFLICT (environment) DO UPDATE SET percent = excluded.percent, revision = excluded.revision, updated_at = excluded.updated_at
            """, new { environment, next.Percent, next.Revision, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        await audit.AppendAsync(session, author, new AuditEntry("holdout.updated", environment, environment)
        {
            Before = JsonSerializer.Serialize(new HoldoutBody(current.Percent), Wire.Json),
            After = JsonSerializer.Serialize(new HoldoutBody(percent), Wire.Json),
        });
        var raised = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Holdout, next.Revision, raised, clock.GetUtcNow(), author, JsonSerializer.Serialize(new HoldoutBody(percent), Wire.Json));
        return new Saved<HoldoutRow>(next, false, raised);
    }

    public static async Task<HoldoutRow> FindAsync(Session session, string environment) =>
        await session.FirstOrDefaultAsync<HoldoutRow>("SELECT percent, revision FROM holdouts WHERE environment = @environment", new { environment }) ?? new HoldoutRow();
}
