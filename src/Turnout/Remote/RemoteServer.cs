using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Turnout.Remote;

/// <summary>A server over its HTTP API.</summary>
internal sealed class RemoteServer(string server, string token, string environment) : IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { Timeout = TimeSpan.FromSeconds(100), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    /// <summary>The address of what belongs to the environment, such as <c>flags/checkout</c>.</summary>
    public string In(string path) => $"/api/v1/environments/{Uri.EscapeDataString(Environment)}/{path}";

    public string Environment { get; } = environment;

    /// <returns>What is there, with its entity tag; null where nothing is.</returns>
    public async Task<(JsonElement Body, string? Tag)?> FindAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var (text, tag) = await SendAsync(HttpMethod.Get, path, null, null, cancellation);
            return (JsonElement.Parse(text), tag);
        }
        catch (RemoteException exception) when (exception.ExitCode == ExitCodes.NotFound && Code(exception) != "unknown_environment")
        {
            return null;
        }
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => JsonElement.Parse((await SendAsync(HttpMethod.Get, path, null, null, cancellation)).Text);

    public async Task<string> GetTextAsync(string path, CancellationToken cancellation) => (await SendAsync(HttpMethod.Get, path, null, null, cancellation)).Text;

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}", cancellation);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
        while (next is not null);
        return items;
    }

    /// <param name="body">JSON text; null for none.</param>
    /// <param name="tag">Demands that the item is still the one that had this entity tag.</param>
    /// <returns>The answer; an empty object where there is none.</returns>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellation, string? tag = null)
    {
        var (text, _) = await SendAsync(method, path, body, tag, cancellation);
        return JsonElement.Parse(text.Length == 0 ? "{}" : text);
    }

    /// <summary>Reads an answer as it comes in, however long it is.</summary>
    /// <param name="path">The address.</param>
    /// <param name="read">Takes the content, unpacked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Where to go on (<c>Turnout-Next</c>); null where the server did not say.</returns>
    public async Task<string?> ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.TrimEnd('/') + path);
        return await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, async response =>
        {
            await read(await response.Content.ReadAsStreamAsync(cancellation));
            return response.Headers.TryGetValues("Turnout-Next", out var next) ? next.Single() : null;
        }, cancellation);
    }

    public void Dispose() => http.Dispose();

    async Task<(string Text, string? Tag)> SendAsync(HttpMethod method, string path, string? body, string? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, server.TrimEnd('/') + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await SendAsync(request, HttpCompletionOption.ResponseContentRead, async response => (await response.Content.ReadAsStringAsync(cancellation), response.Headers.ETag?.ToString()), cancellation);
    }

    async Task<T> SendAsync<T>(HttpRequestMessage request, HttpCompletionOption completion, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.SendAsync(request, completion, cancellation);
            return response.IsSuccessStatusCode ? await read(response) : throw Refusal(response, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new RemoteException(ExitCodes.Unreachable, $"{server} cannot be reached: {exception.Message}");
        }
    }

    static RemoteException Refusal(HttpResponseMessage response, string text)
    {
        var exitCode = ExitCodes.Of((int)response.StatusCode);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return new RemoteException(exitCode, $"{(int)response.StatusCode} {response.ReasonPhrase}: this does not look like a Turnout server");
        var problem = JsonElement.Parse(text);
        return new RemoteException(exitCode, $"{problem.GetProperty("detail").GetString()} ({problem.GetProperty("code").GetString()})", problem);
    }

    static string? Code(RemoteException exception) => exception.Problem is { } problem ? problem.GetProperty("code").GetString() : null;
}
