using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Turnout.Server.Outbound;

/// <summary>
/// Sends requests to addresses that people configured: never to forbidden networks (checked on the address that is connected to, so that no name
/// can change its mind), never through redirects, never longer than the timeout, and reads no more of an answer than is worth keeping. Thread-safe.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    /// <summary>How much of an answer is read, in bytes.</summary>
    const int KeptBytes = 1024;
    const int MaxUrlLength = 2048;

    readonly AddressRules rules;
    readonly TimeProvider clock;
    readonly TimeSpan timeout;
    readonly HttpClient client;

    public OutboundHttp(IOptions<OutboundOptions> options, TimeProvider clock)
    {
        rules = new AddressRules(options.Value.AllowedNetworks, options.Value.BlockPrivateNetworks);
        timeout = options.Value.Timeout;
        this.clock = clock;
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would look the name up by itself.
            UseProxy = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <returns>Null when requests may be sent to this address, as far as it tells by itself; else what is wrong with it.</returns>
    public string? Check(string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > MaxUrlLength || !Uri.TryCreate(url, UriKind.Absolute, out var uri)) return $"must be an absolute address of at most {MaxUrlLength} characters";
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) return "must begin with https:// or http://";
        if (uri.UserInfo.Length > 0) return "must not hold a user name or password";
        if (uri.Fragment.Length > 0) return "must not hold a fragment";
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !rules.Allows(address)) return Forbidden(address);
        return uri.IsLoopback && !rules.Allows(IPAddress.Loopback) ? Forbidden(IPAddress.Loopback) : null;
    }

    /// <summary>Sends a request.</summary>
    /// <returns>What came of it; failures are values, only <paramref name="cancellation"/> throws.</returns>
    public async Task<Outcome> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        request.Headers.TryAddWithoutValidation("User-Agent", "Turnout");
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            // The status says that it was taken, whatever else comes, or does not.
            var error = response.IsSuccessStatusCode ? null : Describe(response, await ReadAsync(response, both.Token));
            return new Outcome((int)response.StatusCode, error, Milliseconds(began)) { RetryAfter = RetryAfter(response) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Outcome(null, $"no answer within {timeout.TotalSeconds:0.#} s", Milliseconds(began));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or UriFormatException)
        {
            return new Outcome(null, Innermost(exception), Milliseconds(began));
        }
    }

    public void Dispose() => client.Dispose();

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var open = Array.FindAll(addresses, rules.Allows);
        if (open.Length == 0) throw new HttpRequestException(addresses.Length == 0 ? $"'{host}' has no address" : $"'{host}' {Forbidden(addresses[0])}");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static string Forbidden(IPAddress address) => $"leads to {address}, which this server does not call (Turnout:Outbound:AllowedNetworks)";

    static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var kept = new byte[KeptBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var length = await body.ReadAtLeastAsync(kept, KeptBytes, throwOnEndOfStream: false, cancellation);
        return new string([.. Encoding.UTF8.GetString(kept, 0, length).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }

    static string Describe(HttpResponseMessage response, string text)
    {
        var status = $"{(int)response.StatusCode} {response.StatusCode}";
        if (response.Headers.Location is not null && (int)response.StatusCode is >= 300 and < 400) status += "; redirects are not followed";
        return text.Length == 0 ? status : $"{status}: {text}";
    }

    TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } when delta > TimeSpan.Zero => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception.Message;
    }

    static long Milliseconds(long began) => (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

/// <summary>What came of a request.</summary>
/// <param name="Status">The HTTP status; null where none came.</param>
/// <param name="Error">What went wrong; null when the receiver took it (2xx).</param>
/// <param name="DurationMs">How long it took.</param>
internal readonly record struct Outcome(int? Status, string? Error, long DurationMs)
{
    public bool Delivered => Error is null;

    /// <summary>When the receiver wants to be asked again, where it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
