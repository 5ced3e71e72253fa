using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>The store for several servers: a transaction per write, notices by LISTEN/NOTIFY (<see cref="PostgresNotices"/>).</summary>
internal sealed class PostgresDatabase : Database
{
    const int Attempts = 4;

    // Any numbers that no other program on this database uses for its advisory locks.
    const long MigrationLock = 0x7475726e6f7574;

    const int JobLocks = 0x6a6f6273;

    static readonly Problem Undecided = new("storage_unavailable", 503,
        "The database went away while this was being kept: it may have been or not. Look before sending it again.") { RetryAfterSeconds = 2 };

    static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(30);

    readonly NpgsqlDataSource source;
    readonly TimeProvider clock;
    readonly PostgresNotices notices;

    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <param name="log">Hears of lost connections.</param>
    /// <param name="checkPeriod">After so long a silence it looks for changes whose notice was lost; null: 30 seconds.</param>
    public PostgresDatabase(string connectionString, TimeProvider clock, ILogger<PostgresDatabase> log, TimeSpan? checkPeriod = null)
        : base(log)
    {
        source = NpgsqlDataSource.Create(Settings(connectionString));
        this.clock = clock;
        notices = new PostgresNotices(source, Raise, checkPeriod ?? CheckPeriod, log);
    }

    public override Dialect Dialect => Dialect.Postgres;

    public override async Task StartAsync(CancellationToken cancellation)
    {
        await ExplainedAsync(() => MigrateAsync(cancellation));
        await ExplainedAsync(() => notices.StartAsync(cancellation));
    }

    public override async Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Migration> pending = [];
        await ExplainedAsync(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            var begun = await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('schema_history') IS NOT NULL");
            var applied = begun ? (await connection.QueryAsync<long>(Migrations.SelectHistory)).AsList() : [];
            pending = Migrations.Pending(Migrations.All(Dialect), applied);
        });
        return pending;
    }

    public override Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellation = default) =>
        RunAsync(async attempt =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var value = await read(new Session(connection, transaction, Dialect));
            attempt.Committing = true;
            await transaction.CommitAsync(cancellation);
            return value;
        });

    protected override Task<T> WriteAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation) =>
        RunAsync(async attempt =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
            var session = new Session(connection, transaction, Dialect);
            var value = await write(session);
            if (!keep(value))
            {
                await transaction.RollbackAsync(cancellation);
                return value;
            }
            foreach (var change in session.Changes) await notices.SendAsync(session, change);
            attempt.Committing = true;
            await transaction.CommitAsync(CancellationToken.None);
            Raise(session.Changes);
            return value;
        });

    public override async Task<bool> TryAloneAsync(string job, Func<Task> work, CancellationToken cancellation = default)
    {
        try
        {
            // The lock belongs to the connection: whichever way this server ends, it is given back.
            await using var connection = await source.OpenConnectionAsync(cancellation);
            if (!await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@JobLocks, hashtext(@job))", new { JobLocks, job })) return false;
            try
            {
                await work();
                return true;
            }
            finally
            {
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(@JobLocks, hashtext(@job))", new { JobLocks, job });
            }
        }
        catch (Exception exception) when (PostgresErrors.Outage(exception) is { } outage)
        {
            throw new StorageException(outage, exception);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await notices.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <summary>
    /// Runs a transaction, again when it only lost a race, and again when its connection was broken before the commit was sent, as those
    /// left over in the pool are after the database was restarted.
    /// </summary>
    static async Task<T> RunAsync<T>(Func<Attempt, Task<T>> transact)
    {
        for (var left = Attempts - 1; ; left--)
        {
            var attempt = new Attempt();
            try
            {
                return await transact(attempt);
            }
            catch (PostgresException exception) when (left > 0 && PostgresErrors.LostRace(exception))
            {
            }
            catch (DbException exception) when (left > 0 && !attempt.Committing && PostgresErrors.ConnectionBroke(exception))
            {
            }
            catch (Exception exception) when (PostgresErrors.Outage(exception) is { } outage)
            {
                throw new StorageException(attempt.Committing && PostgresErrors.ConnectionBroke(exception) ? Undecided : outage, exception);
            }
        }
    }

    async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Servers that start at once wait here for the first, and then find nothing left to do.
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction);
        // Also where it exists, CREATE TABLE IF NOT EXISTS asks for the right to create: a server that only runs does without it.
        if (!await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('schema_history') IS NOT NULL", transaction: transaction))
            await connection.ExecuteAsync(Migrations.CreateHistory, transaction: transaction);
        var applied = (await connection.QueryAsync<long>(Migrations.SelectHistory, transaction: transaction)).AsList();
        foreach (var migration in Migrations.Pending(Migrations.All(Dialect), applied))
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(Migrations.InsertHistory,
                new { migration.Number, migration.Name, AppliedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() }, transaction);
        }
        await transaction.CommitAsync(cancellation);
    }

    static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (!given.ContainsKey("Application Name")) settings.ApplicationName = "turnout";
            // An outage is answered in seconds.
            if (!given.ContainsKey("Timeout")) settings.Timeout = 5;
            // Notices that a silent network has swallowed the listening connection.
            if (!given.ContainsKey("Keepalive")) settings.KeepAlive = 15;
            if (!given.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 100;
            return settings;
        }
        catch (ArgumentException exception)
        {
            // Npgsql's message names the keyword, never the value.
            throw new StartupException($"TURNOUT_POSTGRES (Turnout:Storage:Postgres) is not an Npgsql connection string: {exception.Message}", exception);
        }
    }

    static async Task ExplainedAsync(Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StartupException($"The PostgreSQL database named by TURNOUT_POSTGRES (Turnout:Storage:Postgres) cannot be used: {exception.Message}", exception);
        }
    }

    sealed class Attempt
    {
        /// <summary>From here on a broken connection leaves open what became of the transaction.</summary>
        public bool Committing { get; set; }
    }
}
