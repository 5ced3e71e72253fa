using Dapper;
using Microsoft.Data.Sqlite;

namespace Turnout.Server.Storage.Moving;

/// <summary>What a column holds, whatever each database calls it.</summary>
internal enum ColumnKind
{
    Text,
    Number,
    Fraction,
    Truth,
    Bytes,
}

internal sealed record Column(string Name, ColumnKind Kind);

/// <summary>A table.</summary>
/// <param name="Columns">All of them, in their order.</param>
/// <param name="Key">The columns of the primary key, in its order.</param>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns, IReadOnlyList<Column> Key)
{
    /// <summary>Its columns, for SQL.</summary>
    public string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Its key for <c>ORDER BY</c>: in the order of bytes on both databases.</summary>
    public string Order(Dialect dialect) =>
        string.Join(", ", Key.Select(column => column.Kind == ColumnKind.Text && dialect == Dialect.Postgres ? $"{column.Name} COLLATE \"C\"" : column.Name));
}

/// <summary>
/// The tables of this program's schema, read from an empty database that its migrations have made: both databases have the same ones.
/// </summary>
internal static class Catalog
{
    /// <summary>Belong to one database and not to what is kept in it. Events are moved as events, whatever blocks they lie in.</summary>
    static readonly string[] Left = ["schema_history", "import_parts", "event_blocks", "event_removals", "event_erasures"];

    /// <summary>The tables to be moved; those that others refer to come before them.</summary>
    public static IReadOnlyList<Table> Tables()
    {
        SqliteLibrary.EnsureLoaded();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute(Migrations.CreateHistory);
        foreach (var migration in Migrations.All(Dialect.Sqlite)) connection.Execute(migration.Sql);
        var names = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").Except(Left).ToList();
        var ordered = new List<string>();
        foreach (var name in names) Visit(name, []);
        return [.. ordered.Select(name => Read(connection, name))];

        void Visit(string name, HashSet<string> under)
        {
            if (ordered.Contains(name) || !under.Add(name)) return;
            foreach (var other in connection.Query<string>($"SELECT \"table\" FROM pragma_foreign_key_list('{name}')")) Visit(other, under);
            ordered.Add(name);
        }
    }

    static Table Read(SqliteConnection connection, string name)
    {
        var columns = connection.Query<(string Name, string Type, long Key)>($"SELECT name, type, pk FROM pragma_table_info('{name}') ORDER BY cid").AsList();
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(ToColumn).ToList();
        if (key.Count == 0) throw new InvalidOperationException($"The table {name} has no primary key, by which its rows have an order.");
        return new Table(name, columns.ConvertAll(ToColumn), key);
    }

    static Column ToColumn((string Name, string Type, long Key) column) => new(column.Name, column.Type.ToUpperInvariant() switch
    {
        "TEXT" => ColumnKind.Text,
        "BIGINT" or "INTEGER" => ColumnKind.Number,
        "DOUBLE PRECISION" or "REAL" => ColumnKind.Fraction,
        "BOOLEAN" => ColumnKind.Truth,
        "BLOB" => ColumnKind.Bytes,
        var other => throw new InvalidOperationException($"The column {column.Name} has the type {other}, which nobody has taught to move."),
    });
}
