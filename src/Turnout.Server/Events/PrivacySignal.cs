using Microsoft.AspNetCore.Http;

namespace Turnout.Server.Events;

/// <summary>Global Privacy Control: a person's wish, sent by the browser, that what they do is not passed on to others.</summary>
internal static class PrivacySignal
{
    public const string Header = "Sec-GPC";

    /// <summary>A property by which an application's server repeats the wish of its visitor, whose header does not reach Turnout.</summary>
    public const string Property = "gpc";

    /// <summary>Whether the request carries the signal: only the exact value <c>1</c> counts, and one such header among several is enough.</summary>
    public static bool IsSet(HttpRequest request) => request.Headers.TryGetValue(Header, out var values) && values.Contains("1");

    /// <summary>Marks all events of a request that carries the signal.</summary>
    public static void Mark(EventBatch batch, HttpRequest request)
    {
        if (!IsSet(request)) return;
        for (var i = 0; i < batch.Count; i++) batch.MarkPrivate(i);
    }

    /// <summary>Whether an event may be passed on to others: it is neither of the test cohort nor of someone who asked that it stay here.</summary>
    public static bool MayLeave(EventRecord record) =>
        record.Kind != EventKind.Void && !record.IsSynthetic && !record.IsPrivate
        && !EventProperties.Find(record.Properties, Property).SequenceEqual("true"u8);
}
