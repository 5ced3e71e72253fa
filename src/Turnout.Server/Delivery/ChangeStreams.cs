using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Delivery;

/// <summary>
/// The open streams, and the one place that speaks to them. A notice is encoded once and handed to every stream; a stream that reads slowly
/// misses notices, but never the last: it says all there is to say. Thread-safe.
/// </summary>
internal sealed class ChangeStreams(Rulesets rulesets, KeyTable keys, TimeProvider clock, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    /// <summary>Seconds between the comments that keep a silent stream open.</summary>
    public const int BeatSeconds = 15;

    static readonly byte[] Beat = ": \n\n"u8.ToArray();

    readonly Lock gate = new();
    // A stream gets its comment in its own second, so that thousands do not wake at once.
    readonly HashSet<ChangeStream>[] slots = [.. Enumerable.Range(0, BeatSeconds).Select(_ => new HashSet<ChangeStream>())];
    ITimer? timer;
    uint opened;
    int second;
    bool closed;

    /// <summary>How many streams are open.</summary>
    public int Count
    {
        get
        {
            lock (gate) return slots.Sum(slot => slot.Count);
        }
    }

    /// <summary>Opens a stream; dispose of it when the connection ends.</summary>
    /// <param name="environment">Whose changes it tells.</param>
    /// <param name="keyId">The key that opened it: it ends when the key is revoked. Null where there is none.</param>
    /// <param name="expiresAt">When it ends with the token or key that opened it; null for never.</param>
    public ChangeStream Open(string environment, string? keyId, DateTimeOffset? expiresAt = null)
    {
        lock (gate)
        {
            var slot = slots[((uint)second + opened++) % BeatSeconds];
            var stream = new ChangeStream(environment, keyId, expiresAt, ended =>
            {
                lock (gate) slot.Remove(ended);
            });
            slot.Add(stream);
            if (closed || (keyId is not null && !keys.Knows(keyId))) stream.End();
            return stream;
        }
    }

    /// <summary>A change notice, as it goes over the wire.</summary>
    public static byte[] Notice(long version) => Encoding.ASCII.GetBytes($"event: change\nid: {version}\ndata: {{\"version\":{version}}}\n\n");

    /// <summary>Whether a message is the comment that keeps a stream open, rather than a notice.</summary>
    public static bool IsBeat(byte[] message) => ReferenceEquals(message, Beat);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        rulesets.Published += OnPublished;
        keys.Refreshed += OnKeysRefreshed;
        // The server waits for open requests when it stops: these would never end.
        lifetime.ApplicationStopping.Register(EndAll);
        timer = clock.CreateTimer(_ => OnSecond(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        EndAll();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        rulesets.Published -= OnPublished;
        keys.Refreshed -= OnKeysRefreshed;
        timer?.Dispose();
    }

    void OnPublished(PublishedRuleset published)
    {
        var notice = Notice(published.Version);
        var environment = published.Ruleset.Environment;
        lock (gate)
        {
            foreach (var slot in slots)
            {
                foreach (var stream in slot)
                {
                    if (stream.Environment == environment) stream.Send(notice);
                }
            }
        }
    }

    void OnSecond()
    {
        lock (gate)
        {
            second = (second + 1) % BeatSeconds;
            foreach (var stream in slots[second])
            {
                // A key that is rotated out gets its end while its streams are open.
                if (stream.KeyId is { } keyId && !keys.Knows(keyId)) stream.End();
                else stream.SendIfIdle(Beat);
            }
            var now = clock.GetUtcNow();
            foreach (var slot in slots)
            {
                foreach (var stream in slot)
                {
                    if (stream.ExpiresAt <= now) stream.End();
                }
            }
        }
    }

    void OnKeysRefreshed()
    {
        lock (gate)
        {
            foreach (var slot in slots)
            {
                foreach (var stream in slot)
                {
                    if (stream.KeyId is { } keyId && !keys.Knows(keyId)) stream.End();
                }
            }
        }
    }

    void EndAll()
    {
        lock (gate)
        {
            closed = true;
            foreach (var slot in slots)
            {
                foreach (var stream in slot) stream.End();
            }
        }
    }
}

/// <summary>One open stream.</summary>
internal sealed class ChangeStream(string environment, string? keyId, DateTimeOffset? expiresAt, Action<ChangeStream> onDispose) : IDisposable
{
    readonly Channel<byte[]> messages = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
        SingleWriter = true,
    });

    public string Environment { get; } = environment;

    public string? KeyId { get; } = keyId;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>What is to be written to the connection, in order; ends with the stream.</summary>
    public IAsyncEnumerable<byte[]> ReadAsync(CancellationToken cancellation) => messages.Reader.ReadAllAsync(cancellation);

    /// <summary>Hands the stream a message; one that has not been read yet is replaced.</summary>
    public void Send(byte[] message) => messages.Writer.TryWrite(message);

    /// <summary>Hands the stream a message unless one is waiting.</summary>
    public void SendIfIdle(byte[] message)
    {
        if (messages.Reader.Count == 0) messages.Writer.TryWrite(message);
    }

    public void End() => messages.Writer.TryComplete();

    public void Dispose()
    {
        End();
        onDispose(this);
    }
}
