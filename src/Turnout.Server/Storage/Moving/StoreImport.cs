using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using Turnout.Server.Events;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage.Moving;

/// <summary>Brings an export into an empty store, part by part, each in a transaction with the note that it is there; goes on where an earlier run was cut short.</summary>
internal sealed class StoreImport(Database database, StoreParts parts, EventMover mover)
{
    /// <param name="folder">A complete export.</param>
    /// <param name="progress">Hears of each part.</param>
    /// <param name="cancellation">Ends it; the next run goes on.</param>
    /// <exception cref="StartupException">The export is not complete or damaged, the store is not empty, or does not hold in the end what the export says.</exception>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(MovingFolder folder, Action<MovingStep> progress, CancellationToken cancellation)
    {
        if (folder.ReadManifest() is not { } manifest) throw new StartupException($"There is no export in {folder.Path}.");
        if (!manifest.Complete) throw new StartupException($"The export in {folder.Path} was cut short: run turnout export again, which goes on.");
        var tables = Catalog.Tables();
        var here = (await database.ReadAsync(session => session.QueryAsync<string>("SELECT name FROM import_parts"), cancellation)).ToHashSet();
        if (here.Count == 0) await EnsureEmptyAsync(tables, cancellation);
        else progress(new($"Going on behind {here.Count} parts."));

        for (var i = 0; i < manifest.Parts.Count; i++)
        {
            var part = manifest.Parts[i];
            if (here.Contains(part.Name)) continue;
            var content = folder.ReadPart(part.Name);
            var table = tables.FirstOrDefault(table => table.Name == part.Table);
            if (table is not null && MovingFolder.Hash(content) != part.Sha256) throw new StartupException($"{part.Name} is damaged: its checksum is another.");
            cancellation.ThrowIfCancellationRequested();
            await database.WriteAsync(async session =>
            {
                if (table is null) await InsertEventsAsync(session, content);
                else await InsertAsync(session, table, content);
                await session.ExecuteAsync("INSERT INTO import_parts (name) VALUES (@Name)", new { part.Name });
            }, CancellationToken.None);
            progress(new($"{part.Name}: {part.Count:N0}", i + 1, manifest.Parts.Count));
        }
        await database.WriteAsync(session => NumberOnAsync(session, tables), CancellationToken.None);
        await mover.MoveAsync(all: true);
        progress(new("Comparing what is here now with the export."));
        await StoreExport.CompareAsync([.. manifest.Parts], parts, onlyEnds: false, cancellation);
        await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM import_parts"), CancellationToken.None);
        return manifest.Parts.GroupBy(part => part.Table).ToDictionary(group => group.Key, group => group.Sum(part => part.Count));
    }

    async Task EnsureEmptyAsync(IReadOnlyList<Table> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
            if (await database.ReadAsync(session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {table.Name}"), cancellation) > 0)
                throw new StartupException($"The store is not empty: there are rows in {table.Name}. An import needs one that no server has used yet.");
    }

    static async Task InsertAsync(Session session, Table table, byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => RowLine.Read(table, line));
        if (session.Connection is NpgsqlConnection postgres)
        {
            await using var copy = await postgres.BeginTextImportAsync($"COPY {table.Name} ({table.ColumnNames}) FROM STDIN");
            var text = new StringBuilder();
            foreach (var values in lines)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    if (i > 0) text.Append('\t');
                    RowLine.Copy(text, values[i]);
                }
                text.Append('\n');
                if (text.Length < 1 << 16) continue;
                await copy.WriteAsync(text);
                text.Clear();
            }
            await copy.WriteAsync(text);
            return;
        }
        await using var command = (SqliteCommand)session.Connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table.Name} ({table.ColumnNames}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@v{i}"))})";
        foreach (var values in lines)
        {
            command.Parameters.Clear();
            for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"@v{i}", values[i] ?? DBNull.Value);
            await command.ExecuteNonQueryAsync();
        }
    }

    static async Task InsertEventsAsync(Session session, byte[] content)
    {
        foreach (var block in StoreParts.ReadEvents(content))
        {
            await session.ExecuteAsync("INSERT INTO event_blocks (log, first, count, received_at, body) VALUES (@Log, @First, @Count, @Latest, @Records)",
                new { block.Log, block.First, block.Count, block.Latest, block.Records });
        }
    }

    /// <summary>PostgreSQL numbers new rows from its own counters, which rows that bring their numbers do not move.</summary>
    static async Task NumberOnAsync(Session session, IReadOnlyList<Table> tables)
    {
        if (session.Dialect != Dialect.Postgres) return;
        foreach (var table in tables.Where(table => table.Key is [{ Kind: ColumnKind.Number }]))
        {
            var key = table.Key[0].Name;
            if (await session.ScalarAsync<string?>("SELECT pg_get_serial_sequence(@Name, @key)", new { table.Name, key }) is { } sequence)
                await session.ScalarAsync<long?>($"SELECT setval(@sequence::regclass, (SELECT MAX({key}) FROM {table.Name}))", new { sequence });
        }
    }
}
