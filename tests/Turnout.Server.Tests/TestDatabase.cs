using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests;

public enum Store
{
    Sqlite,
    Postgres,
}

/// <summary>An empty database of a test's own: a temporary folder, or a new database on the PostgreSQL named by TURNOUT_TEST_POSTGRES.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    const string Variable = "TURNOUT_TEST_POSTGRES";

    /// <summary>For <c>[MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]</c>.</summary>
    public static TheoryData<Store> Stores => [Store.Sqlite, Store.Postgres];

    TestDatabase(string folder, string? postgres)
    {
        Folder = folder;
        Postgres = postgres;
    }

    public string Folder { get; }

    /// <summary>The connection string; null on SQLite.</summary>
    public string? Postgres { get; }

    public static async Task<TestDatabase> CreateAsync(Store store)
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test-").FullName;
        if (store == Store.Sqlite) return new TestDatabase(folder, null);
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.False(string.IsNullOrEmpty(server), $"{Variable} is not set: run ./test.sh, or 'eval \"$(eng/postgres.sh start)\"' first.");
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server!, $"CREATE DATABASE {name}");
        return new TestDatabase(folder, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString());
    }

    /// <summary>Opens the store, migrated, without a server.</summary>
    internal async Task<Database> OpenAsync(TimeProvider? clock = null)
    {
        var database = Create(clock);
        await database.StartAsync(CancellationToken.None);
        return database;
    }

    /// <summary>The store as it is before its start.</summary>
    internal Database Create(TimeProvider? clock = null)
    {
        clock ??= new ManualClock();
        return Postgres is null
            ? new SqliteDatabase(Folder, clock, NullLogger<SqliteDatabase>.Instance)
            : new PostgresDatabase(Postgres, clock, NullLogger<PostgresDatabase>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (Postgres is null) return;
        var name = new NpgsqlConnectionStringBuilder(Postgres).Database;
        await ExecuteAsync(Environment.GetEnvironmentVariable(Variable)!, $"DROP DATABASE {name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
