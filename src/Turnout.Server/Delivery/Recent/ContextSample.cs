using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Delivery.Recent;

/// <summary>A context that was evaluated.</summary>
/// <param name="Hash">Of its unit's id, 0 or more.</param>
/// <param name="Json">The context, with the attributes that are kept.</param>
/// <param name="SeenAt">When, Unix milliseconds.</param>
internal sealed record SeenContext(long Hash, string Json, long SeenAt)
{
    public EvaluationContext ToContext() => JsonSerializer.Deserialize(Json, ContextContracts.Default.EvaluationContext)!;
}

/// <summary>
/// The last context of each of the units with the smallest hashes: a sample in which every unit of the time is as likely as any other, however busy it is;
/// the samples of several servers make the sample of all. Bounded in number and size. Thread-safe; a unit that is not drawn costs a hash and a comparison.
/// </summary>
/// <remarks>Source: Bar-Yossef et al. (2002), "Counting Distinct Elements in a Data Stream": the k smallest hashes also tell how many units there were.</remarks>
internal sealed class ContextSample
{
    /// <summary>How many units are kept.</summary>
    public const int Capacity = 1000;

    /// <summary>A context that is larger than this many bytes is not kept.</summary>
    public const int MaxBytes = 4096;

    // A unit that is evaluated a thousand times a second is written down once in it.
    const long RestMs = 1000;

    readonly ConcurrentDictionary<long, SeenContext> kept = new();
    readonly SortedSet<long> hashes = [];
    readonly Lock gate = new();
    long threshold = long.MaxValue;

    /// <summary>The hash of the unit that a context is of; −1 where it names none.</summary>
    public static long HashOf(EvaluationContext context)
    {
        if ((context.UserId ?? context.TargetingKey ?? context.VisitorId ?? context.TeamId) is not { } id) return -1;
        Span<byte> bytes = stackalloc byte[512 * 3];
        // Ids have at most 512 bytes where they come from outside; a longer one of a token counts by its start.
        var length = Encoding.UTF8.GetBytes(id.AsSpan(0, Math.Min(id.Length, 512)), bytes);
        return (long)(((ulong)Murmur3.Hash32(bytes[..length], 0x7475726e) << 32 | Murmur3.Hash32(bytes[..length], 0x6f757421)) >> 1);
    }

    /// <summary>Takes a context in where its unit is drawn.</summary>
    public void Note(EvaluationContext context, IReadOnlyList<string>? attributes, long now)
    {
        var hash = HashOf(context);
        if (hash < 0 || hash > Volatile.Read(ref threshold)) return;
        if (kept.TryGetValue(hash, out var known) && now - known.SeenAt < RestMs) return;
        var json = JsonSerializer.Serialize(Reduce(context, attributes), ContextContracts.Default.EvaluationContext);
        if (json.Length > MaxBytes) return;
        lock (gate)
        {
            if (hash > threshold) return;
            kept[hash] = new SeenContext(hash, json, now);
            if (!hashes.Add(hash) || hashes.Count < Capacity) return;
            if (hashes.Count > Capacity)
            {
                kept.TryRemove(hashes.Max, out _);
                hashes.Remove(hashes.Max);
            }
            threshold = hashes.Max;
        }
    }

    /// <summary>The sample without what was seen before an instant, which is forgotten.</summary>
    public IReadOnlyList<SeenContext> Since(long earliest)
    {
        lock (gate)
        {
            foreach (var (hash, seen) in kept)
            {
                if (seen.SeenAt >= earliest) continue;
                kept.TryRemove(hash, out _);
                hashes.Remove(hash);
            }
            threshold = hashes.Count < Capacity ? long.MaxValue : hashes.Max;
            return [.. kept.Values];
        }
    }

    /// <summary>Forgets a unit, or all that <paramref name="which"/> says.</summary>
    public void Remove(Func<EvaluationContext, bool> which)
    {
        lock (gate)
        {
            foreach (var (hash, seen) in kept)
            {
                if (!which(seen.ToContext())) continue;
                kept.TryRemove(hash, out _);
                hashes.Remove(hash);
            }
        }
    }

    public static EvaluationContext Reduce(EvaluationContext context, IReadOnlyList<string>? attributes)
    {
        if (attributes is null) return context;
        var reduced = new EvaluationContext { UserId = context.UserId, TeamId = context.TeamId, VisitorId = context.VisitorId, TargetingKey = context.TargetingKey };
        foreach (var name in attributes)
            if (context[name] is { Exists: true } value) reduced[name] = value;
        return reduced;
    }
}

/// <summary>How contexts are written and read.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(EvaluationContext))]
internal sealed partial class ContextContracts : System.Text.Json.Serialization.JsonSerializerContext;
