using Turnout.Server.Hosting;

namespace Turnout.Server.Storage.Moving;

/// <summary>Writes all that a store holds to a folder, part by part; goes on where an earlier run was cut short.</summary>
internal sealed class StoreExport(StoreParts parts)
{
    /// <param name="folder">Empty, missing, or begun by an earlier run.</param>
    /// <param name="progress">Hears of each part.</param>
    /// <param name="cancellation">Ends it; the next run goes on.</param>
    /// <returns>Rows and events by table.</returns>
    /// <exception cref="StartupException">The folder holds something else, or the store was changed meanwhile.</exception>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(MovingFolder folder, Action<MovingStep> progress, CancellationToken cancellation)
    {
        var done = folder.ReadManifest()?.Parts.ToList() ?? [];
        if (folder.ReadManifest() is { Complete: true }) progress(new("This export was complete already; its store is compared with it once more."));
        else if (done.Count > 0) progress(new($"Going on behind {done.Count} parts."));

        foreach (var table in Catalog.Tables())
        {
            var total = await parts.CountAsync(table, cancellation);
            await foreach (var (part, content) in parts.TableAsync(table, Done(table.Name), cancellation)) Keep(part, content, "rows", Done(table.Name) + 1, total);
        }
        var logs = await parts.LogsAsync(cancellation);
        foreach (var log in logs)
        {
            var name = $"{StoreParts.Events}.{log.Number}.";
            var (had, total) = (done.Count(part => part.Name.StartsWith(name, StringComparison.Ordinal)), StoreParts.CountOf(log));
            await foreach (var (part, content) in parts.EventsAsync(log, had, cancellation)) Keep(part, content, "events", ++had, total);
        }

        await CompareAsync(done, parts, onlyEnds: true, cancellation);
        folder.WriteManifest(ManifestOf(done, complete: true));
        return done.GroupBy(part => part.Table).ToDictionary(group => group.Key, group => group.Sum(part => part.Count));

        int Done(string table) => done.Count(part => part.Table == table);

        void Keep(Part part, byte[] content, string what, long number, long of)
        {
            folder.WritePart(part.Name, content);
            done.Add(part);
            folder.WriteManifest(ManifestOf(done, complete: false));
            progress(new($"{part.Table}: {part.Count:N0} {what}", number, of));
        }
    }

    /// <summary>Whether a store holds what an export says, by counts and checksums.</summary>
    /// <param name="expected">The export's parts.</param>
    /// <param name="parts">The store.</param>
    /// <param name="onlyEnds">Whether events that were counted need not be read again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StartupException">It holds something else.</exception>
    public static async Task CompareAsync(List<Part> expected, StoreParts parts, bool onlyEnds, CancellationToken cancellation)
    {
        var open = expected.ToDictionary(part => part.Name);
        foreach (var table in Catalog.Tables())
            await foreach (var (part, _) in parts.TableAsync(table, 0, cancellation)) Check(part);
        foreach (var log in await parts.LogsAsync(cancellation))
        {
            var name = $"{StoreParts.Events}.{log.Number}.";
            var ofLog = expected.FindAll(part => part.Name.StartsWith(name, StringComparison.Ordinal));
            if (onlyEnds && ofLog.Sum(part => part.Count) == log.Count) ofLog.ForEach(part => open.Remove(part.Name));
            else await foreach (var (part, _) in parts.EventsAsync(log, 0, cancellation)) Check(part);
        }
        if (open.Count > 0) throw Differs(open.Keys.First());

        void Check(Part part)
        {
            if (!open.Remove(part.Name, out var wanted) || wanted != part) throw Differs(part.Name);
        }
    }

    static StartupException Differs(string part) => new(
        $"The store and the export differ in {part}. A store must not change while it is moved: stop its servers, and export it to an empty folder, or import it into an empty store.");

    static Manifest ManifestOf(List<Part> parts, bool complete) => new(MovingFolder.Format, Migrations.All(Dialect.Sqlite)[^1].Number, complete, parts);
}
