using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Delivery;

/// <summary>The calls that a server key may make.</summary>
internal sealed class TurnoutApi(IHttpClientFactory clients, IOptions<TurnoutOptions> options, TimeProvider time)
{
    public const string ClientName = "Turnout";

    /// <summary>A larger document is not read to its end: 1,000 flags take some 500 kB.</summary>
    internal const int LargestAnswer = 64 * 1024 * 1024;

    // The server sends a comment every 15 seconds; two missed ones mean that nobody is there.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly TurnoutOptions _options = options.Value;

    /// <summary>A ruleset as it came.</summary>
    public sealed record Fetched(RulesetDefinition Definition, byte[] Utf8Json, string? ETag);

    /// <summary>The environment's ruleset; null when it is still the one of <paramref name="eTag"/>.</summary>
    /// <exception cref="DeliveryException">There is no answer, or none that can be used.</exception>
    public Task<Fetched?> FetchRulesetAsync(string? eTag, CancellationToken stop) => WithinAsync(_options.RequestTimeout, async cancel =>
    {
        using var request = Request(HttpMethod.Get, "sdk/v1/ruleset");
        if (eTag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", eTag);
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.StatusCode == HttpStatusCode.NotModified) return null;
        ThrowUnlessOk(response);
        var body = await ReadAsync(response.Content, cancel);
        return (Fetched?)new Fetched(Parse(body), body, response.Headers.ETag?.ToString());
    }, stop);

    /// <summary>Who is synthetic; null when it is still the list of <paramref name="eTag"/>.</summary>
    /// <exception cref="DeliveryException">There is no answer, or none that can be used.</exception>
    public Task<(Cohort Cohort, string? ETag)?> FetchCohortAsync(string? eTag, CancellationToken stop) => WithinAsync(_options.RequestTimeout, async cancel =>
    {
        using var request = Request(HttpMethod.Get, "sdk/v1/cohort");
        if (eTag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", eTag);
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.StatusCode == HttpStatusCode.NotModified) return ((Cohort, string?)?)null;
        ThrowUnlessOk(response);
        return (Cohort.Parse(await ReadAsync(response.Content, cancel)), response.Headers.ETag?.ToString());
    }, stop);

    /// <summary>Opens the stream of change notices and reads it until it ends.</summary>
    /// <exception cref="DeliveryException">It cannot be opened, went silent, or is not such a stream.</exception>
    public async Task ReadChangesAsync(Func<ChangeNotice, Task> onChange, CancellationToken stop)
    {
        using var request = Request(HttpMethod.Get, "sdk/v1/stream");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var client = clients.CreateClient(ClientName);
        using var response = await WithinAsync(_options.RequestTimeout,
            cancel => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel), stop);
        ThrowUnlessOk(response);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            throw new DeliveryException(new("invalid_answer", "The answer to /sdk/v1/stream is not an event stream."));
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(stop);
            await foreach (var notice in new ChangeStream(content, Silence, time).ReadAsync(stop)) await onChange(notice);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new DeliveryException(new("stream_ended", "The stream broke off."), e);
        }
    }

    /// <summary>Posts JSON that the caller has encoded; the answer's status and body, whatever the status is.</summary>
    /// <exception cref="DeliveryException">There is no answer.</exception>
    public Task<Answer> PostAsync(string path, HttpContent content, CancellationToken stop, string? token = null) => SendAsync(HttpMethod.Post, path, content, stop, token);

    /// <summary>The same by another method.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, HttpContent content, CancellationToken stop, string? token = null) =>
        WithinAsync(_options.RequestTimeout, async cancel =>
        {
            using var request = Request(method, path, token);
            request.Content = content;
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var after = response.Headers.RetryAfter;
            return new Answer(
                response.StatusCode,
                await ReadAsync(response.Content, cancel),
                response.Content.Headers.ContentType?.ToString(),
                after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null));
        }, stop);

    /// <summary>An answer.</summary>
    public sealed record Answer(HttpStatusCode Status, byte[] Body, string? ContentType, TimeSpan? RetryAfter);

    /// <summary>Reads a document; what it cannot read is a problem with a code.</summary>
    internal static RulesetDefinition Parse(byte[] utf8Json)
    {
        try
        {
            return RulesetDefinition.Parse(utf8Json);
        }
        catch (JsonException e)
        {
            var code = SchemaOf(utf8Json) > RulesetDefinition.CurrentSchema ? "newer_schema" : "invalid_answer";
            throw new DeliveryException(new(code, code == "newer_schema"
                ? "The server's ruleset is of a newer form than this client reads. Update Turnout.Client."
                : $"The answer is not a ruleset. {e.Message}"), e);
        }
    }

    // A newer form may break the parser before it reaches the member that says so.
    private static int SchemaOf(byte[] utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schema", out var schema)
                && schema.ValueKind == JsonValueKind.Number
                && schema.TryGetInt32(out var number) ? number : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string? token = null)
    {
        var root = _options.ServerUrl!.ToString();
        var request = new HttpRequestMessage(method, new Uri(root.EndsWith('/') ? root + path : $"{root}/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _options.Key);
        return request;
    }

    private static void ThrowUnlessOk(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK) return;
        throw new DeliveryException(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? new("unauthorized", $"The server answered {(int)response.StatusCode}: the key is wrong, revoked, or not a server key.")
            : new("server_error", $"The server answered {(int)response.StatusCode}."));
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new DeliveryException(new("timeout", $"No answer within {limit.TotalSeconds:0.#} s."), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new DeliveryException(new("unreachable", "The server cannot be reached."), e);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (body.Length + read > LargestAnswer) throw new DeliveryException(new("invalid_answer", "The answer is larger than 64 MiB."));
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
