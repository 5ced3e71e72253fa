using Microsoft.Extensions.Logging;
using Turnout.Client.Delivery;

namespace Turnout.Client.Telemetry;

/// <summary>Every log line of the client; ids stay what they are. No ids of units above Debug, no keys ever.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1001, LogLevel.Information, "Ruleset of '{Environment}' is at version {Version}.")]
    public static partial void RulesetReplaced(this ILogger log, string environment, long version);

    [LoggerMessage(1002, LogLevel.Warning, "Turnout cannot be asked ({Code}): {Detail} Flags go on with the ruleset from {Origin}, version {Version}.")]
    public static partial void DeliveryFailed(this ILogger log, string code, string detail, RulesetOrigin origin, long version);

    [LoggerMessage(1003, LogLevel.Information, "Turnout answers again (was: {Code}).")]
    public static partial void Recovered(this ILogger log, string code);

    [LoggerMessage(1004, LogLevel.Debug, "The change stream ended; opening it anew.")]
    public static partial void StreamEnded(this ILogger log);

    [LoggerMessage(1005, LogLevel.Error, "Updating the ruleset failed unexpectedly; trying again.")]
    public static partial void UpdateFailed(this ILogger log, Exception e);

    [LoggerMessage(1011, LogLevel.Warning, "The kept ruleset {Path} is damaged and is not used.")]
    public static partial void CacheDamaged(this ILogger log, string path);

    [LoggerMessage(1012, LogLevel.Warning, "The kept ruleset {Path} cannot be read.")]
    public static partial void CacheUnreadable(this ILogger log, Exception e, string path);

    [LoggerMessage(1013, LogLevel.Warning, "The ruleset cannot be kept at {Path}; a start without the server would have none.")]
    public static partial void CacheUnwritable(this ILogger log, Exception e, string path);

    [LoggerMessage(1014, LogLevel.Warning, "The kept ruleset cannot be used ({Code}).")]
    public static partial void CacheUnusable(this ILogger log, string code);

    [LoggerMessage(1015, LogLevel.Error, "Turnout:BootstrapFile {Path} cannot be used.")]
    public static partial void BootstrapUnusable(this ILogger log, Exception e, string path);

    [LoggerMessage(1021, LogLevel.Warning, "Events wait: the server answered {Code}. {Waiting} are waiting, {Limit} can.")]
    public static partial void EventsWait(this ILogger log, string code, int waiting, int limit);

    [LoggerMessage(1022, LogLevel.Error, "The server refuses an event for good, it is dropped: {Answer}")]
    public static partial void EventRefused(this ILogger log, string answer);

    [LoggerMessage(1023, LogLevel.Warning, "The event '{Name}' cannot be sent and is dropped: {Why}")]
    public static partial void EventInvalid(this ILogger log, string name, string why);

    [LoggerMessage(1024, LogLevel.Warning, "Shutdown: {Lost} events could not be sent in time and are lost.")]
    public static partial void EventsLost(this ILogger log, int lost);

    [LoggerMessage(1031, LogLevel.Warning, "Assignments cannot be asked for ({Code}); going on with what is known.")]
    public static partial void AssignmentsUnknown(this ILogger log, string code);

    [LoggerMessage(1032, LogLevel.Warning, "Consent could not be recorded on the server ({Code}).")]
    public static partial void ConsentUnrecorded(this ILogger log, string code);

    [LoggerMessage(1041, LogLevel.Warning, "Whether a request is synthetic cannot be told; it passes as a real one.")]
    public static partial void SyntheticUnknown(this ILogger log, Exception e);

    [LoggerMessage(1042, LogLevel.Warning, "The server's test cohort cannot be asked for ({Code}); going on with what is known.")]
    public static partial void CohortUnknown(this ILogger log, string code);
}
