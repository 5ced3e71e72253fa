using System.Text;
using Turnout.Server.Events;
using Turnout.Server.Features.Cohort;

namespace Turnout.Server.Sinks;

/// <summary>
/// The one door from the event log to the sinks. What is of the test cohort, or of someone who asked for privacy, does not pass it, whatever the
/// sink.
/// </summary>
internal sealed class SinkFeed(EventLogStore store, CohortTable cohort)
{
    public Task<LogState> StateAsync(string environment, CancellationToken cancellation) => store.StateAsync(environment, cancellation);

    /// <summary>Reads what a sink wants, from a position on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="sink">Who wants it.</param>
    /// <param name="from">The first position to look at.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>At most a batch, and the position behind what was looked at.</returns>
    public async Task<(List<SinkEvent> Batch, long Next)> ReadAsync(LogState log, EventSink sink, long from, CancellationToken cancellation)
    {
        var batch = new List<SinkEvent>();
        var next = from;
        while (next < log.Next && batch.Count < sink.Settings.BatchSize)
        {
            var block = await store.ReadBlockAsync(log.Number, next, (first, records) => next = Take(sink, next, first, records, batch), cancellation);
            // Nothing there: what was kept no longer is.
            if (block is null) return (batch, log.Next);
        }
        return (batch, next);
    }

    /// <returns>The position behind the last record looked at.</returns>
    long Take(EventSink sink, long from, long first, ReadOnlySpan<byte> records, List<SinkEvent> batch)
    {
        var position = first;
        for (; EventRecord.TryRead(ref records, out var record); position++)
        {
            if (position < from || !MayLeave(sink.Settings.Environment, record) || !sink.Wants(record.EventName)) continue;
            if (batch.Count == sink.Settings.BatchSize) return position;
            batch.Add(sink.Shorten(SinkEvent.Of(position, record)));
        }
        return position;
    }

    /// <summary>Who was put into the test cohort after the event had come stays here as well.</summary>
    bool MayLeave(string environment, EventRecord record) =>
        PrivacySignal.MayLeave(record) && (cohort.IsEmpty || !cohort.IsSynthetic(environment, Text(record.User), Text(record.Team)));

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
