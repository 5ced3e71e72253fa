using Microsoft.AspNetCore.Http;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>A call of an application that was refused.</summary>
/// <param name="Code">The refusal's.</param>
/// <param name="KeyHint">The last four characters of the key that came along; null when none did.</param>
/// <param name="Caller">Whose the key is; null where it is not known.</param>
internal sealed record RefusedCall(DateTimeOffset At, string Code, string Path, string? Origin, string? KeyHint, Caller? Caller);

/// <summary>The last calls of applications that this server refused, so that it can tell whoever connects one what is wrong. Bounded; thread-safe.</summary>
internal sealed class RefusedCalls(TimeProvider clock)
{
    const int Kept = 100, MaxText = 200, HintLength = 4, LeastSecret = 16;

    readonly Lock gate = new();
    readonly Queue<RefusedCall> calls = new();

    public void Note(HttpContext context, Problem refusal, Caller? caller)
    {
        var headers = context.Request.Headers;
        var call = new RefusedCall(clock.GetUtcNow(), refusal.Code, Cut(context.Request.Path.Value ?? ""),
            headers.Origin.Count > 0 ? Cut(headers.Origin.ToString()) : null, HintOf(headers.Authorization.Count > 0 ? headers.Authorization.ToString() : headers["X-API-Key"].ToString()), caller);
        lock (gate)
        {
            if (calls.Count == Kept) calls.Dequeue();
            calls.Enqueue(call);
        }
    }

    /// <summary>Those since an instant, latest first.</summary>
    public IReadOnlyList<RefusedCall> Since(DateTimeOffset earliest)
    {
        lock (gate) return [.. calls.Where(call => call.At >= earliest).Reverse()];
    }

    static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];

    // Only of what is long enough to be a key: four characters of a short text would be much of it.
    static string? HintOf(string sent) => sent.Length < LeastSecret ? null : sent[^HintLength..];
}
