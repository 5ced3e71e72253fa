using System.Data.Common;
using Dapper;

namespace Turnout.Server.Storage;

/// <summary>One transaction on the store: SQL through Dapper, and the notices that go out when it commits. Not thread-safe.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, Dialect dialect)
{
    HashSet<Change>? changes;

    /// <summary>For bulk work that prepares its own commands; give them <see cref="Transaction"/>.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>Null on SQLite, where the transaction belongs to the connection.</summary>
    public DbTransaction? Transaction { get; } = transaction;

    public Dialect Dialect { get; } = dialect;

    /// <summary>The notices to be raised after the commit.</summary>
    public IReadOnlyCollection<Change> Changes => changes ?? (IReadOnlyCollection<Change>)[];

    public Task<int> ExecuteAsync(string sql, object? values = null) => Connection.ExecuteAsync(sql, values, Transaction);

    public async Task<List<T>> QueryAsync<T>(string sql, object? values = null) => (await Connection.QueryAsync<T>(sql, values, Transaction)).AsList();

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? values = null) => Connection.QueryFirstOrDefaultAsync<T>(sql, values, Transaction);

    public Task<T> SingleAsync<T>(string sql, object? values = null) => Connection.QuerySingleAsync<T>(sql, values, Transaction);

    public Task<T?> ScalarAsync<T>(string sql, object? values = null) => Connection.ExecuteScalarAsync<T>(sql, values, Transaction);

    /// <summary>Asks for <see cref="Database.Changed"/> to be raised on every server once this transaction is committed.</summary>
    public void Notify(Change change) => (changes ??= []).Add(change);
}
