using System.Data;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>The store for several servers: a transaction per write, notices by LISTEN/NOTIFY (<see cref="PostgresNotices"/>).</summary>
internal sealed class PostgresDatabase : Database
{
    const int Attempts = 4;

    // Any number that no other program on this database uses for an advisory lock.
    const long MigrationLock = 0x7475726e6f7574;

    readonly NpgsqlDataSource source;
    readonly TimeProvider clock;
    readonly PostgresNotices notices;

    /// <param name="connectionString">Npgsql's.</param>
    public PostgresDatabase(string connectionString, TimeProvider clock, ILogger<PostgresDatabase> log)
        : base(log)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "turnout" };
            source = NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException($"TURNOUT_POSTGRES is not an Npgsql connection string: {exception.Message}", exception);
        }
        this.clock = clock;
        notices = new PostgresNotices(source, Raise, clock, log);
    }

    public override Dialect Dialect => Dialect.Postgres;

    public override async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await MigrateAsync(cancellation);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StartupException($"The PostgreSQL database named by TURNOUT_POSTGRES cannot be used: {exception.Message}", exception);
        }
        await notices.StartAsync(cancellation);
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var value = await read(new Session(connection, transaction, Dialect));
            await transaction.CommitAsync(cancellation);
            return value;
        }
        catch (Exception exception) when (PostgresErrors.Outage(exception) is { } outage)
        {
            throw new StorageException(outage, exception);
        }
    }

    protected override async Task<T> WriteAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(write, keep, cancellation);
            }
            catch (PostgresException exception) when (attempt < Attempts && PostgresErrors.LostRace(exception))
            {
                // Run it again on what the winner left.
            }
            catch (Exception exception) when (PostgresErrors.Outage(exception) is { } outage)
            {
                throw new StorageException(outage, exception);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await notices.DisposeAsync();
        await source.DisposeAsync();
    }

    async Task<T> WriteOnceAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation)
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
        await transaction.CommitAsync(CancellationToken.None);
        Raise(session.Changes);
        return value;
    }

    async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Servers that start at once wait here for the first, and then find nothing left to do.
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction);
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
}
