using Npgsql;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>Which failures of PostgreSQL are outages, and what the caller is told.</summary>
internal static class PostgresErrors
{
    static readonly Problem Unavailable =
        new("storage_unavailable", 503, "The database cannot be reached at the moment; nothing of this request was kept.") { RetryAfterSeconds = 2 };

    /// <returns>Null when the exception tells of a bug or a broken constraint rather than of an outage, or of text that no store keeps.</returns>
    public static Problem? Outage(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new("storage_full", 507, "The database's disk is full; nothing of this request was kept."),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            new("storage_read_only", 503, "The database takes no writes at the moment; nothing of this request was kept.") { RetryAfterSeconds = 5 },
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
            new("invalid_value", 400, TextConverter.Nul),
        // 08: connection; 53: insufficient resources; 57P: the operator stops or restarts the server.
        PostgresException postgres => postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("53", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) ? Unavailable : null,
        NpgsqlException => Unavailable,
        TimeoutException => Unavailable,
        System.Net.Sockets.SocketException => Unavailable,
        _ => null,
    };

    /// <summary>Whether the transaction only lost a race and may be run again.</summary>
    public static bool LostRace(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
