using System.Text.Json;
using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>What an OpenID Connect issuer says about itself.</summary>
internal sealed record IssuerDocument(string Issuer, string Keys, string? Authorization, string? Token, bool TakesBasic);

/// <summary>
/// The keys that an issuer publishes: read when first needed, again each hour while they are used, and when a token names one that is not among
/// them, at most every half minute. When the issuer cannot be reached those read last stand for a day. Thread-safe.
/// </summary>
/// <param name="authority">The issuer's address, at which it describes itself; null when only the keys' address is known.</param>
/// <param name="keysAddress">Where the keys are; null: as the issuer says.</param>
/// <param name="algorithms">The pinned algorithms.</param>
internal sealed class IssuerKeys(
    string? authority, string? keysAddress, IReadOnlyCollection<string> algorithms, HttpClient http, TimeProvider clock, ILogger log) : IDisposable
{
    const int MaxDocumentBytes = 512 * 1024;

    static readonly TimeSpan Renew = TimeSpan.FromHours(1), LongestStale = TimeSpan.FromDays(1), LeastPause = TimeSpan.FromSeconds(30);
    static readonly Problem Unavailable = new("issuer_unavailable", 503, "The keys of the tokens' issuer cannot be read just now.") { RetryAfterSeconds = 30 };

    readonly SemaphoreSlim reading = new(1);
    readonly HashSet<string> allowed = [.. algorithms];
    volatile Known? known;
    long lastTry;

    /// <summary>What the issuer said about itself; null before the first reading.</summary>
    public IssuerDocument? Document => known?.Document;

    public static HttpClient CreateHttp() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = MaxDocumentBytes,
    };

    /// <returns>Whether an address is fit for keys: over TLS, or on this machine.</returns>
    public static bool IsFit(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    public bool Allows(string algorithm) => allowed.Contains(algorithm);

    /// <returns>Null when the signature is good; 401 <c>invalid_token</c>; <see cref="WebToken.UnknownSigner"/> when reading the keys again may help.</returns>
    public Problem? Verify(string algorithm, string? keyId, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (known is not { } current || clock.GetUtcNow() - current.ReadAt > LongestStale) return WebToken.UnknownSigner;
        if (clock.GetUtcNow() - current.ReadAt > Renew && reading.CurrentCount > 0 && MayTry(clock.GetUtcNow())) _ = Task.Run(() => ReadAsync(CancellationToken.None));
        var found = false;
        foreach (var key in current.Keys)
        {
            if (keyId is not null && key.Id != keyId) continue;
            found = true;
            if (key.Verify(algorithm, signed, signature)) return null;
        }
        return found ? WebToken.Invalid("its signature is not its issuer's") : WebToken.UnknownSigner;
    }

    /// <summary>Reads the keys again unless that was just tried.</summary>
    /// <returns>Null when there are keys, read now or before; else 503 <c>issuer_unavailable</c>.</returns>
    public async Task<Problem?> ReadAsync(CancellationToken cancellation)
    {
        await reading.WaitAsync(cancellation);
        try
        {
            var now = clock.GetUtcNow();
            if (MayTry(now))
            {
                Volatile.Write(ref lastTry, now.UtcTicks);
                known = await FetchAsync(now, cancellation);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            log.LogWarning("The keys of the issuer {Issuer} could not be read: {Reason}", authority ?? keysAddress, exception.Message);
        }
        finally
        {
            reading.Release();
        }
        return known is { } current && clock.GetUtcNow() - current.ReadAt <= LongestStale ? null : Unavailable;
    }

    bool MayTry(DateTimeOffset now) => now.UtcTicks - Volatile.Read(ref lastTry) >= LeastPause.Ticks;

    public void Dispose()
    {
        http.Dispose();
        reading.Dispose();
    }

    async Task<Known> FetchAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var document = authority is null ? null : await DiscoverAsync(authority, cancellation);
        using var set = await GetAsync(keysAddress ?? document!.Keys, cancellation);
        var keys = WebKey.ReadSet(set.RootElement);
        return keys.Count > 0 ? new Known(document, keys, now) : throw new JsonException("None of its keys can check a signature.");
    }

    async Task<IssuerDocument> DiscoverAsync(string address, CancellationToken cancellation)
    {
        using var said = await GetAsync($"{address.TrimEnd('/')}/.well-known/openid-configuration", cancellation);
        var root = said.RootElement;
        // An issuer that gives itself another name may be impersonating one (OpenID Connect Discovery, 4.3).
        if (WebToken.Text(root, "issuer") is not { } issuer || issuer.TrimEnd('/') != address.TrimEnd('/')) throw new JsonException("It calls itself by another name.");
        if (WebToken.Text(root, "jwks_uri") is not { } keys || !IsFit(keys)) throw new JsonException("It names no address of its keys that is over TLS.");
        var basic = !root.TryGetProperty("token_endpoint_auth_methods_supported", out _) || WebToken.Holds(root, "token_endpoint_auth_methods_supported", "client_secret_basic");
        return new IssuerDocument(issuer, keys, Endpoint(root, "authorization_endpoint"), Endpoint(root, "token_endpoint"), basic);
    }

    static string? Endpoint(JsonElement root, string name) => WebToken.Text(root, name) is { } address && IsFit(address) ? address : null;

    async Task<JsonDocument> GetAsync(string address, CancellationToken cancellation)
    {
        var text = await http.GetByteArrayAsync(address, cancellation);
        return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
    }

    sealed record Known(IssuerDocument? Document, List<WebKey> Keys, DateTimeOffset ReadAt);
}
