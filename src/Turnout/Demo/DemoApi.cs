using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Demo;

/// <summary>The server's refusal of a call that the demo cannot do without.</summary>
internal sealed class DemoException(string message) : Exception(message);

/// <summary>The calls of the public API that the demo makes: nothing here that any other program could not do.</summary>
internal sealed class DemoApi(HttpClient http, string environment) : IDisposable
{
    string? serverKey;

    string Root => $"/api/v1/environments/{environment}";

    public async Task CreateEnvironmentAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/environments", new { key = environment, name = "Demo" }, cancellation);
        if (answer.StatusCode != HttpStatusCode.Conflict) await EnsureAsync(answer);
    }

    public async Task<bool> ExistsAsync(string item, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"{Root}/{item}", null, cancellation);
        return answer.IsSuccessStatusCode;
    }

    public Task PutAsync(string item, object body, CancellationToken cancellation) => CallAsync(HttpMethod.Put, $"{Root}/{item}", body, cancellation);

    public Task PostAsync(string item, object? body, CancellationToken cancellation) => CallAsync(HttpMethod.Post, $"{Root}/{item}", body ?? new { }, cancellation);

    /// <summary>Deletes what may be gone already.</summary>
    public async Task DeleteAsync(string item, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"{Root}/{item}", null, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound) await EnsureAsync(answer);
    }

    /// <summary>Makes the server key with which the simulated application speaks.</summary>
    public async Task CreateServerKeyAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Root}/keys", new { kind = "server", name = "demo" }, cancellation);
        await EnsureAsync(answer);
        serverKey = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("key").GetString();
    }

    /// <summary>The environment as an SDK gets it.</summary>
    public async Task<Ruleset> RulesetAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/sdk/v1/ruleset", null, cancellation, serverKey);
        await EnsureAsync(answer);
        return Ruleset.Compile(RulesetDefinition.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation)));
    }

    public async Task SendEventsAsync(IEnumerable<DemoEvent> events, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/events", new { events = events.Select(e => e.ToWire()) }, cancellation, serverKey);
        await EnsureAsync(answer);
    }

    public void Dispose() => http.Dispose();

    async Task CallAsync(HttpMethod method, string path, object body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, body, cancellation);
        await EnsureAsync(answer);
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = JsonContent.Create(body, options: Json);
        return await http.SendAsync(request, cancellation);
    }

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    static async Task EnsureAsync(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return;
        var text = await answer.Content.ReadAsStringAsync();
        throw new DemoException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.PathAndQuery} was answered {(int)answer.StatusCode}: {text}");
    }
}

/// <summary>An event of the simulated application.</summary>
internal sealed record DemoEvent(DateTimeOffset At, Guid Id, string Name, string UserId, double? Value = null, object? Properties = null)
{
    public object ToWire() => new { Id = Id.ToString(), Event = Name, Timestamp = At.ToString("O"), UserId, Value, Properties };
}
