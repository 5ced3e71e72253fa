using Microsoft.Data.Sqlite;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>Which failures of SQLite are outages, and what the caller is told.</summary>
internal static class SqliteErrors
{
    public const int NotADatabase = 26;

    const int Busy = 5, Locked = 6, ReadOnly = 8, Io = 10, Corrupt = 11, Full = 13, CannotOpen = 14;

    /// <returns>Null when the exception tells of a bug or a broken constraint rather than an outage.</returns>
    public static Problem? Outage(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Full => new("storage_full", 507, "The disk that holds the data folder is full; nothing of this request was kept."),
        ReadOnly => new("storage_read_only", 503, "The data folder cannot be written to; nothing of this request was kept."),
        Busy or Locked => new("storage_busy", 503, "Another program holds the database; nothing of this request was kept.") { RetryAfterSeconds = 1 },
        Io or CannotOpen => new("storage_unavailable", 503, "The database file cannot be read or written; nothing of this request was kept.") { RetryAfterSeconds = 5 },
        Corrupt or NotADatabase => new("storage_damaged", 503, "The database file is damaged; restore it from a backup."),
        _ => null,
    };
}
