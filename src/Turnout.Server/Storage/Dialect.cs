using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Turnout.Server.Storage;

/// <summary>The few places where the two databases speak differently.</summary>
internal abstract class Dialect
{
    public static Dialect Sqlite { get; } = new SqliteDialect();

    public static Dialect Postgres { get; } = new PostgresDialect();

    /// <summary><c>sqlite</c> or <c>postgres</c>; also the middle of a migration's file name that overrides the common one.</summary>
    public abstract string Name { get; }

    /// <summary>The condition "<paramref name="column"/> is one of the array parameter <paramref name="parameter"/>" (name without @).</summary>
    public abstract string In(string column, string parameter);

    /// <summary>Ends a SELECT whose row must not change before the commit.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>A statement after which transactions that run it too wait for this one's commit; null where writers are alone anyway.</summary>
    public abstract string? OneAtATime(int queue);

    /// <summary>Whether a statement broke a unique or primary key. Prefer <c>ON CONFLICT</c>: on PostgreSQL the transaction is lost after this.</summary>
    public abstract bool IsDuplicateKey(DbException exception);

    sealed class SqliteDialect : Dialect
    {
        public override string Name => "sqlite";

        // One writer at a time: no row needs a lock.
        public override string ForUpdate => "";

        public override string In(string column, string parameter) => $"{column} IN @{parameter}";

        public override string? OneAtATime(int queue) => null;

        public override bool IsDuplicateKey(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };
    }

    sealed class PostgresDialect : Dialect
    {
        // "turn" in ASCII: keeps our advisory locks apart from those of other programs in the same database.
        const int LockSpace = 0x7475726e;

        public override string Name => "postgres";

        public override string ForUpdate => " FOR UPDATE";

        public override string In(string column, string parameter) => $"{column} = ANY(@{parameter})";

        public override string? OneAtATime(int queue) => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockSpace}, {queue})");

        public override bool IsDuplicateKey(DbException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;
    }
}
