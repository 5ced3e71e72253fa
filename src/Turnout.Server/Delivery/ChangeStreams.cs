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
    // All that is said to streams, in its order and by one task, which also writes it to their connections: a task for each of thousands would take longer than that.
    readonly Channel<Action> steps = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    // A stream gets its comment in its own second, so that thousands do not wake at once.
    readonly HashSet<ChangeStream>[] slots = [.. Enumerable.Range(0, BeatSeconds).Select(_ => new HashSet<ChangeStream>())];
    ITimer? timer;
    Task speaking = Task.CompletedTask;
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
            if (closed || IsOfNoKey(stream)) stream.End();
            return stream;
        }
    }

    /// <summary>A change notice, as it goes over the wire.</summary>
    public static byte[] Notice(long version) => Encoding.ASCII.GetBytes($"event: change\nid: {version}\ndata: {{\"version\":{version}}}\n\n");

    /// <summary>Whether a message is the comment that keeps a stream open, rather than a notice.</summary>
    public static bool IsBeat(byte[] message) => ReferenceEquals(message, Beat);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        speaking = Task.Run(SpeakAsync, CancellationToken.None);
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
        steps.Writer.TryComplete();
        return speaking.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        rulesets.Published -= OnPublished;
        keys.Refreshed -= OnKeysRefreshed;
        timer?.Dispose();
    }

    async Task SpeakAsync()
    {
        await foreach (var step in steps.Reader.ReadAllAsync()) step();
    }

    void OnPublished(PublishedRuleset published) => steps.Writer.TryWrite(() =>
    {
        var notice = Notice(published.Version);
        foreach (var stream in Those(stream => stream.Environment == published.Ruleset.Environment)) stream.Send(notice);
    });

    void OnSecond() => steps.Writer.TryWrite(() =>
    {
        ChangeStream[] silent;
        lock (gate)
        {
            second = (second + 1) % BeatSeconds;
            silent = [.. slots[second]];
        }
        foreach (var stream in silent)
        {
            // A key that is rotated out gets its end while its streams are open.
            if (IsOfNoKey(stream)) stream.End();
            else stream.SendIfIdle(Beat);
        }
        var now = clock.GetUtcNow();
        foreach (var stream in Those(stream => stream.ExpiresAt <= now)) stream.End();
    });

    void OnKeysRefreshed() => steps.Writer.TryWrite(() =>
    {
        foreach (var stream in Those(IsOfNoKey)) stream.End();
    });

    void EndAll()
    {
        lock (gate) closed = true;
        steps.Writer.TryWrite(() =>
        {
            foreach (var stream in Those(_ => true)) stream.End();
        });
    }

    bool IsOfNoKey(ChangeStream stream) => stream.KeyId is { } keyId && !keys.Knows(keyId);

    // Spoken to outside the lock: a stream that ends takes it to leave.
    ChangeStream[] Those(Func<ChangeStream, bool> which)
    {
        lock (gate) return [.. slots.SelectMany(slot => slot).Where(which)];
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
        AllowSynchronousContinuations = true,
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
