using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;

namespace Turnout.EndToEnd.Tests;

/// <summary>The whole Turnout server on SQLite in a folder of its own, at a free port, in real time.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    public const string AdminToken = "end-to-end-admin-token-0123456789abcdef";

    private readonly WebApplication _app;
    private readonly string _folder;

    private RealServer(WebApplication app, string folder)
    {
        (_app, _folder) = (app, folder);
        Url = new Uri(app.Urls.First());
        Admin = Client(AdminToken);
    }

    public Uri Url { get; }

    public HttpClient Admin { get; }

    public static async Task<RealServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-e2e").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["TURNOUT_ADMIN_TOKEN"] = AdminToken, ["TURNOUT_DATA"] = folder });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTurnoutServer();
        var app = builder.Build();
        app.UseTurnoutServer();
        app.MapTurnoutServer();
        await app.StartAsync();
        return new RealServer(app, folder);
    }

    public HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public async Task<string> ServerKeyAsync() =>
        (await PostAsync("/api/v1/environments/production/keys", new { kind = "server", name = "test" })).GetProperty("key").GetString()!;

    public Task<JsonElement> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Admin.GetAsync(path));

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body as HttpContent ?? JsonContent.Create(body) };
        return await ReadAsync(await Admin.SendAsync(request));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
