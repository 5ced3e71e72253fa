using System.Globalization;
using System.Text.Json;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Flags;

/// <summary>The SQL of flags. Every change is one transaction: the row, what it names, the audit log, the environment's version.</summary>
internal sealed class FlagStore(Database database, AuditStore audit, TimeProvider clock)
{
    public static Problem Unknown(string key) => Problem.NotFound("unknown_flag", $"There is no flag '{key}' in this environment.");

    public Task<Result<Flag>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync<Result<Flag>>(async session =>
            await FlagReads.FindAsync(session, environment, key) is { } flag ? flag
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Unknown(key), cancellation);

    /// <summary>A page of flags, critical ones first, then by key.</summary>
    public Task<Result<List<FlagRow>>> ListAsync(string environment, FlagFilter filter, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<FlagRow>>>(async session =>
        {
            var rank = -1L;
            if (page.After is [var last, _] && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out rank)) return PageQuery.InvalidCursor;
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            var after = page.After?[1] ?? "";
            var found = new List<FlagRow>();
            // Whether a flag is on stands in its definition: pages are read on until there are enough that are.
            while (true)
            {
                var rows = await session.QueryAsync<FlagRow>($"""
                    SELECT {FlagReads.Columns} FROM flags
                    WHERE environment = @environment AND (rank, key) > (@rank, @after) AND rank <= @most
                      AND search LIKE @text ESCAPE '\' AND search_tags LIKE @tag ESCAPE '\'
                    ORDER BY rank, key LIMIT @fetch
                    """, new { environment, rank, after, most = filter.OnlyCritical ? 0 : 1, text = filter.Text, tag = filter.Tag, fetch = filter.Enabled is null ? page.Fetch : FlagFilter.Scan });
                if (filter.Enabled is not { } wanted) return rows;
                found.AddRange(rows.Where(row => FlagRow.Parse(row.Definition).Enabled == wanted));
                if (found.Count >= page.Fetch || rows.Count < FlagFilter.Scan) return found[..Math.Min(found.Count, page.Fetch)];
                (rank, after) = (rows[^1].Rank, rows[^1].Key);
            }
        }, cancellation);

    /// <summary>Makes or replaces a flag. A request that changes nothing leaves no trace.</summary>
    public Task<Result<Saved<Flag>>> SetAsync(
        string environment, string key, FlagRequest request, Precondition precondition, Author author, SaveOptions options, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Flag>>(async session => await Review.CheckAsync(session, environment, author) is { } review
            ? review : await SetAsync(session, environment, key, request, precondition, author, options), cancellation);

    public async Task<Result<Saved<Flag>>> SetAsync(
        Session session, string environment, string key, FlagRequest request, Precondition precondition, Author author, SaveOptions options)
    {
        if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
        var current = await FlagReads.FindAsync(session, environment, key);
        if (precondition.Check(current?.Revision) is { } failed) return failed;
        if (!FlagChanges.Set(current, request, key, clock.GetUtcNow()).TryGet(out var next, out var refused)) return refused;
        var surroundings = await Neighbours.LoadAsync(session, environment, References.Of(next.Definition));
        if (FlagChanges.Check(next, surroundings) is { } wrong) return wrong;
        if (current is not null && IsSame(current, next)) return new Saved<Flag>(current, false, version);
        if (await DependentsAsync(session, environment, next) is { } breaks) return breaks;
        if (!options.Force && current is not null && FlagEdits.Spoiled(current.Definition, next.Definition, await LiveAsync(session, environment, current.Definition)) is { Count: > 0 } spoiled)
            return FlagEdits.Refusal(spoiled);
        return await SaveAsync(session, environment, current, next, author, current is null ? "flag.created" : "flag.updated", options.Metadata());
    }

    /// <summary>Switches a flag on or off.</summary>
    public Task<Result<Saved<Flag>>> ToggleAsync(string environment, string key, bool enabled, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Flag>>(async session => enabled && await Review.CheckAsync(session, environment, author) is { } review
            ? review : await ToggleAsync(session, environment, key, enabled, precondition, author), cancellation);

    public async Task<Result<Saved<Flag>>> ToggleAsync(Session session, string environment, string key, bool enabled, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
        if (await FlagReads.FindAsync(session, environment, key) is not { } current) return Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (current.Definition.Enabled == enabled) return new Saved<Flag>(current, false, version);
        var next = FlagChanges.Toggle(current, enabled, clock.GetUtcNow());
        return await SaveAsync(session, environment, current, next, author, enabled ? "flag.enabled" : "flag.disabled");
    }

    /// <summary>Removes a flag that no other depends on.</summary>
    /// <returns>The ruleset's version without it.</returns>
    public Task<Result<long>> DeleteAsync(string environment, string key, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<long>(async session => await Review.CheckAsync(session, environment, author) is { } review
            ? review : await DeleteAsync(session, environment, key, precondition, author), cancellation);

    public async Task<Result<long>> DeleteAsync(Session session, string environment, string key, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
        if (await FlagReads.FindAsync(session, environment, key) is not { } current) return Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (await ReferenceStore.InUseAsync(session, environment, Item.Flag(key)) is { } used) return used;
        await session.ExecuteAsync("DELETE FROM flags WHERE environment = @environment AND key = @key", new { environment, key });
        await ReferenceStore.RemoveAsync(session, environment, Item.Flag(key));
        await audit.AppendAsync(session, author, new AuditEntry("flag.deleted", key, environment) { Before = Document(current) });
        var version = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Flag(key), current.Revision + 1, version, clock.GetUtcNow(), author, null);
        return version;
    }

    /// <summary>Saves a checked change in a transaction that holds the environment's lock.</summary>
    public async Task<Saved<Flag>> SaveAsync(Session session, string environment, Flag? current, Flag next, Author author, string kind, object? metadata = null)
    {
        await session.ExecuteAsync("""
            INSERT INTO flags (environment, key, rank, definition, description, tags, search, search_tags, revision, created_at, updated_at)
            VALUES (@environment, @Key, @Rank, @Definition, @Description, @Tags, @Search, @SearchTags, @Revision, @CreatedAt, @UpdatedAt)
            ON CONFLICT (environment, key) DO UPDATE SET rank = excluded.rank, definition = excluded.definition, description = excluded.description,
                tags = excluded.tags, search = excluded.search, search_tags = excluded.search_tags, revision = excluded.revision, updated_at = excluded.updated_at
            """, new
        {
            environment,
            next.Key,
            Rank = next.Critical ? 0 : 1,
            Definition = JsonSerializer.Serialize(next.Definition, DefinitionsJson.Default.FlagDefinition),
            next.Description,
            Tags = JsonSerializer.Serialize(next.Tags, Wire.Json),
            Search = Texts.Search([next.Key, next.Description, .. next.Tags]),
            SearchTags = Texts.SearchTags(next.Tags),
            next.Revision,
            CreatedAt = next.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = next.UpdatedAt.ToUnixTimeMilliseconds(),
        });
        await ReferenceStore.ReplaceAsync(session, environment, Item.Flag(next.Key), References.Of(next.Definition));
        await audit.AppendAsync(session, author, new AuditEntry(kind, next.Key, environment)
        {
            Metadata = metadata,
            Before = current is null ? null : Document(current),
            After = Document(next),
        });
        var version = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Flag(next.Key), next.Revision, version, next.UpdatedAt, author, Document(next));
        return new Saved<Flag>(next, current is null, version);
    }

    /// <summary>The experiments that a flag serves.</summary>
    static async Task<Func<string, ExperimentDefinition?>> LiveAsync(Session session, string environment, FlagDefinition flag) =>
        (await Neighbours.LoadAsync(session, environment, [.. References.Of(flag).Where(item => item.Kind == Item.ExperimentKind)])).FindExperiment;

    /// <summary>409 where a flag that depends on this one names a variant that it would no longer have.</summary>
    static async Task<Problem?> DependentsAsync(Session session, string environment, Flag next)
    {
        foreach (var user in await ReferenceStore.UsersAsync(session, environment, Item.Flag(next.Key)))
        {
            if (await FlagReads.FindAsync(session, environment, user.Key) is not { } dependent) continue;
            var known = await Neighbours.LoadAsync(session, environment, References.Of(dependent.Definition));
            var surroundings = known with { FindFlag = key => key == next.Key ? next.Definition : known.FindFlag(key) };
            if (DefinitionProblems.Breaks("variant_in_use", user, FlagCheck.Errors(dependent.Definition, surroundings)) is { } breaks) return breaks;
        }
        return null;
    }

    static bool IsSame(Flag current, Flag next) =>
        Document(current) == Document(next with { CreatedAt = current.CreatedAt, UpdatedAt = current.UpdatedAt });

    static string Document(Flag flag) => JsonSerializer.Serialize(FlagBody.Of(flag), Wire.Json);
}
