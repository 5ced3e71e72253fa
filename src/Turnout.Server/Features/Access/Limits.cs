using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>How many requests each key and each address may make, counted by this server. Thread-safe; what it remembers is bounded.</summary>
internal sealed class Limits(IOptions<LimitOptions> options, TimeProvider clock)
{
    const int MaxAddresses = 100_000;

    readonly Rate? serverKey = Rate.PerSecond(options.Value.ServerKeyPerSecond);
    readonly Rate? clientKey = Rate.PerSecond(options.Value.ClientKeyPerSecond);
    readonly Rate? address = Rate.PerSecond(options.Value.AddressPerSecond);
    readonly Rate? byOperator = Rate.PerSecond(options.Value.OperatorPerSecond);
    readonly Addresses requests = new(), refused = new(), signIns = new(), shared = new();
    readonly Rate? refusals = Rate.PerMinute(options.Value.RefusedPerMinute), attempts = Rate.PerMinute(options.Value.SignInsPerMinute), openings = Rate.PerMinute(options.Value.SharedPerMinute);

    /// <summary>Counts a request of a known caller.</summary>
    /// <returns>Null when it may go on, else 429 <c>too_many_requests</c>.</returns>
    public Problem? Count(HttpContext context, Caller caller)
    {
        switch (caller.Kind)
        {
            case CallerKind.Server:
                return serverKey is { } rate ? Take(caller.Use?.Allowance, rate) : null;
            case CallerKind.Operator:
                return byOperator is { } operators ? Take(caller.Use?.Allowance, operators) : null;
            default:
                return (clientKey is { } client && caller.Kind == CallerKind.Client ? Take(caller.Use?.Allowance, client) : null)
                    ?? (address is { } each ? Take(requests.Find(context, clock.GetUtcNow()), each) : null);
        }
    }

    /// <summary>Counts a request that came with nothing valid.</summary>
    /// <returns>Null when it may be told why, else 429 <c>too_many_requests</c>.</returns>
    public Problem? CountRefused(HttpContext context) => refusals is { } rate ? Take(refused.Find(context, clock.GetUtcNow()), rate) : null;

    /// <summary>Counts a sign-in, before it is tried.</summary>
    /// <returns>Null when it may be tried, else 429 <c>too_many_requests</c>.</returns>
    public Problem? CountSignIn(HttpContext context) => attempts is { } rate ? Take(signIns.Find(context, clock.GetUtcNow()), rate) : null;

    /// <summary>Counts the opening of a link to shared results, before it is looked for.</summary>
    /// <returns>Null when it may be opened, else 429 <c>too_many_requests</c>.</returns>
    public Problem? CountShared(HttpContext context) => openings is { } rate ? Take(shared.Find(context, clock.GetUtcNow()), rate) : null;

    Problem? Take(Allowance? allowance, Rate rate)
    {
        var wait = allowance?.Take(rate, clock.GetUtcNow()) ?? TimeSpan.Zero;
        return wait == TimeSpan.Zero ? null : new Problem("too_many_requests", 429, "This caller makes more requests than this server lets it; nothing was done. Try again later.")
        {
            RetryAfterSeconds = (int)Math.Ceiling(wait.TotalSeconds),
        };
    }

    /// <summary>An allowance for each address, an IPv6 address by its first 64 bits, which one household has.</summary>
    sealed class Addresses
    {
        readonly ConcurrentDictionary<UInt128, Allowance> known = new();

        public Allowance Find(HttpContext context, DateTimeOffset now)
        {
            var key = KeyOf(context.Connection.RemoteIpAddress);
            if (known.TryGetValue(key, out var allowance)) return allowance;
            if (known.Count >= MaxAddresses) Forget(now);
            return known.GetOrAdd(key, static _ => new Allowance());
        }

        // Under an attack from more addresses than that, all start anew rather than memory growing.
        void Forget(DateTimeOffset now)
        {
            foreach (var (key, allowance) in known)
            {
                if (allowance.IsFull(now)) known.TryRemove(key, out _);
            }
            if (known.Count >= MaxAddresses) known.Clear();
        }

        static UInt128 KeyOf(IPAddress? address)
        {
            Span<byte> bytes = stackalloc byte[16];
            if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
            if (length == 4) return BinaryPrimitives.ReadUInt32BigEndian(bytes);
            return address.IsIPv4MappedToIPv6 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) : BinaryPrimitives.ReadUInt128BigEndian(bytes) >> 64 << 64;
        }
    }
}
