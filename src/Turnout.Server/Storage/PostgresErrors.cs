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
        PostgresException postgres => IsOperational(postgres.SqlState) ? Unavailable : null,
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException => Unavailable,
        _ => null,
    };

    /// <summary>Whether the transaction only lost a race and may be run again.</summary>
    public static bool LostRace(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether the connection was lost, as opposed to refused or slow to come.</summary>
    public static bool ConnectionBroke(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException => exception.InnerException is IOException,
        _ => false,
    };

    // 08: connection; 53: insufficient resources; 57P: the operator stops or restarts the server.
    static bool IsOperational(string state) => state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal);
}
