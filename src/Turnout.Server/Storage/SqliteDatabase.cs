using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>
/// The embedded store: one file in the data folder, one writer that commits in groups (<see cref="SqliteWriter"/>), pooled readers.
/// </summary>
/// <param name="folder">The data folder; made when missing.</param>
/// <param name="clock">Dates the migrations.</param>
/// <param name="log">Hears of failing change handlers.</param>
/// <param name="alone">Whether this process claims the folder for itself, as servers do; an operator's verb does not.</param>
internal sealed class SqliteDatabase(string folder, TimeProvider clock, ILogger<SqliteDatabase> log, bool alone = true) : Database(log)
{
    const int IdleReaders = 16;

    // What the writer touches again and again: the inner pages of indexes, the leaves where assignments come in.
    const int WriterCacheKiB = 64 * 1024;

    // Of 4 KiB. A commit of many events is as large as the usual 1,000: each would wait for two more flushes.
    const int CheckpointPages = 8_000;

    static readonly TimeSpan ForeignWritesPeriod = TimeSpan.FromSeconds(1);

    readonly ConcurrentBag<SqliteConnection> readers = [];
    readonly ConcurrentDictionary<string, bool> running = [];
    readonly string file = Path.Combine(folder, "turnout.db");
    FileStream? claim;
    SqliteWriter? writer;
    ITimer? foreignWrites;
    long foreignVersion;
    int looking;

    public override Dialect Dialect => Dialect.Sqlite;

    public override async Task StartAsync(CancellationToken cancellation)
    {
        SqliteLibrary.EnsureLoaded();
        claim = DataFolder.TryClaim(folder);
        if (alone && claim is null)
            throw new StartupException($"Another Turnout process uses the data folder {Path.GetFullPath(folder)}. Stop it, choose another folder with --data, "
                + "or put the store on PostgreSQL (TURNOUT_POSTGRES) to run several servers.") { Code = "folder_in_use" };
        SqliteConnection? connection = null;
        try
        {
            connection = await OpenAsync(SqliteOpenMode.ReadWriteCreate);
            await MigrateAsync(connection);
            foreignVersion = await connection.ExecuteScalarAsync<long>(SelectForeignVersion);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            claim?.Dispose();
            if (exception is SqliteException sqlite) throw Explain(sqlite);
            throw;
        }
        if (!alone) claim?.Dispose();
        writer = new SqliteWriter(connection, Raise);
        if (alone) foreignWrites = clock.CreateTimer(_ => _ = LookForForeignWritesAsync(), null, ForeignWritesPeriod, ForeignWritesPeriod);
    }

    public override async Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation)
    {
        SqliteLibrary.EnsureLoaded();
        if (!File.Exists(file)) return Migrations.All(Dialect);
        try
        {
            await using var connection = await OpenAsync(SqliteOpenMode.ReadOnly);
            return Migrations.Pending(Migrations.All(Dialect), await AppliedAsync(connection));
        }
        catch (SqliteException exception)
        {
            throw Explain(exception);
        }
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        SqliteConnection? connection = null;
        try
        {
            connection = readers.TryTake(out var idle) ? idle : await OpenAsync(SqliteOpenMode.ReadOnly);
            Execute(connection, "BEGIN");
            var value = await read(new Session(connection, null, Dialect));
            Execute(connection, "COMMIT");
            if (readers.Count < IdleReaders)
            {
                readers.Add(connection);
                connection = null;
            }
            return value;
        }
        catch (SqliteException exception) when (SqliteErrors.Outage(exception) is { } outage)
        {
            throw new StorageException(outage, exception);
        }
        finally
        {
            // After a failure the connection may sit in a transaction: it is not used again.
            connection?.Dispose();
        }
    }

    protected override Task<T> WriteAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation) =>
        (writer ?? throw new InvalidOperationException("The database has not been started.")).RunAsync(write, keep, cancellation);

    public override async Task<bool> TryAloneAsync(string job, Func<Task> work, CancellationToken cancellation = default)
    {
        // No other server uses the folder.
        if (!running.TryAdd(job, true)) return false;
        try
        {
            await work();
            return true;
        }
        finally
        {
            running.TryRemove(job, out _);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (foreignWrites is not null) await foreignWrites.DisposeAsync();
        if (writer is not null) await writer.DisposeAsync();
        foreach (var reader in readers) reader.Dispose();
        readers.Clear();
        claim?.Dispose();
    }

    /// <summary>For statements without values; Dapper would take a single word for a stored procedure.</summary>
    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // On the writer's connection it changes exactly when another process has committed: the readers of this one never do.
    const string SelectForeignVersion = "PRAGMA data_version";

    /// <summary>An operator's verb writes to the same file from a process of its own, which cannot raise events in this one.</summary>
    async Task LookForForeignWritesAsync()
    {
        if (Interlocked.Exchange(ref looking, 1) == 1) return;
        try
        {
            var version = await WriteAsync(session => session.ScalarAsync<long>(SelectForeignVersion));
            if (version == foreignVersion) return;
            foreignVersion = version;
            Raise(Change.Everything);
        }
        catch (StorageException)
        {
            // An outage, or the end: the next look finds out.
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    StartupException Explain(SqliteException exception)
    {
        if (exception.SqliteErrorCode == SqliteErrors.NotADatabase)
            return new($"{file} is not a Turnout database (SQLite: {exception.Message}). Move it away, or choose another folder with --data.", exception) { Code = "not_a_database" };
        var outage = SqliteErrors.Outage(exception);
        return new($"The database {file} cannot be opened: {outage?.Detail ?? exception.Message}", exception) { Code = outage?.Code };
    }

    async Task<SqliteConnection> OpenAsync(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(mode == SqliteOpenMode.ReadOnly
                ? "PRAGMA foreign_keys = ON; PRAGMA query_only = ON;"
                : $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -{WriterCacheKiB}; PRAGMA wal_autocheckpoint = {CheckpointPages};");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    async Task MigrateAsync(SqliteConnection connection)
    {
        var pending = Migrations.Pending(Migrations.All(Dialect), await AppliedAsync(connection));
        if (pending.Count == 0) return;
        if (claim is null)
            throw new StartupException($"The server that uses the data folder {Path.GetFullPath(folder)} belongs to an older Turnout than this program. Stop it first.");
        Execute(connection, "BEGIN IMMEDIATE");
        Execute(connection, Migrations.CreateHistory);
        foreach (var migration in pending)
        {
            await connection.ExecuteAsync(migration.Sql);
            await connection.ExecuteAsync(Migrations.InsertHistory, new { migration.Number, migration.Name, AppliedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        }
        Execute(connection, "COMMIT");
    }

    static async Task<List<long>> AppliedAsync(SqliteConnection connection) =>
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_history'") == 0
            ? []
            : (await connection.QueryAsync<long>(Migrations.SelectHistory)).AsList();
}
