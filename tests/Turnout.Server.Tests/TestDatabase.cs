using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests;

public enum Store
{
    Sqlite,
    Postgres,

    /// <summary>SQLite, with the events on a ClickHouse.</summary>
    ClickHouse,

    /// <summary>PostgreSQL, with the events on two shards of ClickHouse.</summary>
    Shards,

    /// <summary>SQLite, with the events on a current ClickHouse; the others are of Debian's version.</summary>
    CurrentClickHouse,
}

/// <summary>
/// An empty database of a test's own: a temporary folder, or a new database on the PostgreSQL named by TURNOUT_TEST_POSTGRES; and one on the ClickHouse named
/// by TURNOUT_TEST_CLICKHOUSE, TURNOUT_TEST_CLICKHOUSE_SHARDS or TURNOUT_TEST_CLICKHOUSE_CURRENT.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    const string Variable = "TURNOUT_TEST_POSTGRES";

    /// <summary>For <c>[MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]</c>.</summary>
    public static TheoryData<Store> Stores => [Store.Sqlite, Store.Postgres];

    /// <summary>Stores that differ in where the events lie.</summary>
    public static TheoryData<Store> EventStores => [Store.Sqlite, Store.Postgres, Store.ClickHouse, Store.Shards, Store.CurrentClickHouse];

    /// <summary>The trait of analyses that say themselves which stores they run on; ./test.sh need not run them again on each.</summary>
    public const string NamesItsStores = "NamesItsStores";

    /// <summary>What tests that name no store run on: SQLite, or what TURNOUT_TEST_STORE says.</summary>
    public static Store Default { get; } = Enum.Parse<Store>(Environment.GetEnvironmentVariable("TURNOUT_TEST_STORE") is { Length: > 0 } named ? named : nameof(Store.Sqlite), ignoreCase: true);

    TestDatabase(string folder, string? postgres, string? clickHouse)
    {
        Folder = folder;
        Postgres = postgres;
        ClickHouse = clickHouse;
    }

    public string Folder { get; }

    /// <summary>The connection string; null on SQLite.</summary>
    public string? Postgres { get; }

    /// <summary>What TURNOUT_CLICKHOUSE is to be set to; null where events stay in the store.</summary>
    public string? ClickHouse { get; private set; }

    /// <summary>Makes a database.</summary>
    /// <param name="store">Where.</param>
    /// <param name="empty">Whether PostgreSQL's is to be as a newcomer finds it; otherwise it is copied from one that has the schema already, which is quicker.</param>
    public static async Task<TestDatabase> CreateAsync(Store store, bool empty = false)
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test-").FullName;
        var clickHouse = store is Store.ClickHouse or Store.Shards or Store.CurrentClickHouse ? ClickHouseDatabase(store) : null;
        if (store is Store.Sqlite or Store.ClickHouse or Store.CurrentClickHouse) return new TestDatabase(folder, null, clickHouse);
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.False(string.IsNullOrEmpty(server), $"{Variable} is not set: run ./test.sh, or 'eval \"$(eng/postgres.sh start)\"' first.");
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server!, empty ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {await Template.Value} STRATEGY FILE_COPY");
        return new TestDatabase(folder, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString(), clickHouse);
    }

    /// <summary>The name of a database with today's schema and nothing in it, made once; it goes with the cluster.</summary>
    static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var name = $"template_{Guid.NewGuid():N}";
        var server = Environment.GetEnvironmentVariable(Variable)!;
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        await using var database = new PostgresDatabase(
            new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString(), TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await database.StartAsync(CancellationToken.None);
        return name;
    });

    /// <summary>The same store without its ClickHouse, as an operator might configure it.</summary>
    public void ForgetClickHouse() => ClickHouse = null;

    /// <summary>A new database of this name on a ClickHouse; it is made when it is first used.</summary>
    static string ClickHouseDatabase(Store store)
    {
        var (variable, script) = store switch
        {
            Store.Shards => ("TURNOUT_TEST_CLICKHOUSE_SHARDS", "clickhouse"),
            Store.CurrentClickHouse => ("TURNOUT_TEST_CLICKHOUSE_CURRENT", "clickhouse-current"),
            _ => ("TURNOUT_TEST_CLICKHOUSE", "clickhouse"),
        };
        var servers = Environment.GetEnvironmentVariable(variable);
        Assert.False(string.IsNullOrEmpty(servers), $"{variable} is not set: run ./test.sh, or 'eval \"$(bash eng/{script}.sh start)\"' first.");
        return $"{servers}{(servers.Contains('?', StringComparison.Ordinal) ? '&' : '?')}database=test_{Guid.NewGuid():N}";
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
        if (ClickHouse is not null)
        {
            var address = ClickHouseAddress.Parse(ClickHouse);
            using var http = new ClickHouseHttp(address);
            foreach (var clickHouse in address.Servers) await http.ExecuteAsync(clickHouse, $"DROP DATABASE IF EXISTS {address.Database}", inDatabase: false);
        }
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
