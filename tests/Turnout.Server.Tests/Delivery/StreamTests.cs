using System.Net;
using System.Text.Json;
using Turnout.Server.Delivery;
using Turnout.Server.Tests.Access;

namespace Turnout.Server.Tests.Delivery;

public class StreamTests
{
    const string Flags = "/api/v1/environments/production/flags";

    [Fact]
    public async Task A_stream_tells_the_version_at_once_and_every_change()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("server"));
        await using var stream = await EventReader.OpenAsync(client, "/sdk/v1/stream");
        Assert.StartsWith("retry: ", await stream.NextLineAsync(), StringComparison.Ordinal);
        Assert.Equal(["event: change", "id: 0", """data: {"version":0}"""], await stream.NextAsync());
        await host.Admin.PutAsync<string>($"{Flags}/a", new { }, HttpStatusCode.Created);
        Assert.Equal(["event: change", "id: 1", """data: {"version":1}"""], await stream.NextAsync());
        await host.Admin.PutAsync<string>("/api/v1/environments/development/flags/a", new { }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Flags}/a/toggle", new { enabled = true });
        Assert.Equal("id: 2", (await stream.NextAsync())[1]);
    }

    [Fact]
    public async Task A_silent_stream_gets_a_comment_every_15_seconds()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await using var stream = await EventReader.OpenAsync(client, "/sdk/v1/stream");
        await stream.NextLineAsync();
        await stream.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            // Each second another fifteenth of all streams has its turn.
            for (var second = 0; second < ChangeStreams.BeatSeconds; second++) host.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal([": "], await stream.NextAsync());
        }
    }

    [Fact]
    public async Task A_token_opens_a_stream_for_a_minute_and_nothing_else()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var issued = await client.PostAsync<JsonElement>("/sdk/v1/stream/token", null);
        Assert.Equal("2026-01-15T12:01:00.000Z", issued.Text("expires_at"));
        var token = issued.Text("token");

        await using (var stream = await EventReader.OpenAsync(host.Anonymous, $"/sdk/v1/stream?token={token}"))
        {
            await stream.NextLineAsync();
            Assert.Equal("id: 0", (await stream.NextAsync())[1]);
        }
        await host.Anonymous.ProblemAsync(HttpMethod.Post, $"/api/v1/evaluate?token={token}", new { context = new { } }, 401, "unauthenticated");
        using (var bearer = host.Client(token)) await bearer.ProblemAsync(HttpMethod.Get, "/sdk/v1/stream", null, 401, "unauthenticated");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, $"/sdk/v1/stream?token={token[..^2]}AA", null, 401, "invalid_token");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/sdk/v1/stream?token=.", null, 401, "invalid_token");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/sdk/v1/stream", null, 401, "unauthenticated");

        host.Clock.Advance(TimeSpan.FromSeconds(60));
        await host.Anonymous.ProblemAsync(HttpMethod.Get, $"/sdk/v1/stream?token={token}", null, 401, "expired_token");
    }

    [Fact]
    public async Task End_users_get_tokens_too_and_servers_of_one_installation_know_each_others()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var one = await TurnoutHost.StartAsync(database);
        await using var other = await TurnoutHost.StartAsync(database);
        using var user = one.Client(Tokens.Sign(new { sub = "u1" }));
        var token = (await user.PostAsync<JsonElement>("/sdk/v1/stream/token", null)).Text("token");
        await using var stream = await EventReader.OpenAsync(other.Anonymous, $"/sdk/v1/stream?token={token}");
        Assert.StartsWith("retry: ", await stream.NextLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked_and_others_go_on()
    {
        await using var host = await TurnoutHost.StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>("/api/v1/environments/production/keys", new { kind = "client", name = "web" }, HttpStatusCode.Created);
        using var revoked = host.Client(made.Text("key"));
        using var kept = host.Client(await host.CreateKeyAsync("client"));
        var token = (await revoked.PostAsync<JsonElement>("/sdk/v1/stream/token", null)).Text("token");
        await using var ending = await EventReader.OpenAsync(revoked, "/sdk/v1/stream");
        await using var going = await EventReader.OpenAsync(kept, "/sdk/v1/stream");
        await going.NextLineAsync();
        await going.NextAsync();

        using var deleted = await host.Admin.DeleteAsync($"/api/v1/environments/production/keys/{made.Text("id")}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await ending.EndAsync();
        await host.Anonymous.ProblemAsync(HttpMethod.Get, $"/sdk/v1/stream?token={token}", null, 401, "invalid_token");
        await host.Admin.PutAsync<string>($"{Flags}/a", new { }, HttpStatusCode.Created);
        Assert.Equal("id: 1", (await going.NextAsync())[1]);
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await using var stream = await EventReader.OpenAsync(client, "/sdk/v1/stream");
        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await stream.EndAsync();
    }

    [Fact]
    public async Task A_thousand_streams_hear_of_a_change()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("server"));
        var streams = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => EventReader.OpenAsync(client, "/sdk/v1/stream")));
        foreach (var stream in streams)
        {
            await stream.NextLineAsync();
            await stream.NextAsync();
        }
        Assert.Equal(1000, host.Service<ChangeStreams>().Count);
        await host.Admin.PutAsync<string>($"{Flags}/a", new { }, HttpStatusCode.Created);
        foreach (var stream in streams) Assert.Equal("id: 1", (await stream.NextAsync())[1]);
        foreach (var stream in streams) await stream.DisposeAsync();
    }

    /// <summary>Reads server-sent events as lines.</summary>
    internal sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        public static async Task<EventReader> OpenAsync(HttpClient client, string path)
        {
            var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            return new(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<string> NextLineAsync() =>
            await reader.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException();

        /// <summary>The lines up to the next empty one.</summary>
        public async Task<string[]> NextAsync()
        {
            var lines = new List<string>();
            while (await NextLineAsync() is { Length: > 0 } line) lines.Add(line);
            return [.. lines];
        }

        public async Task EndAsync()
        {
            try
            {
                while (await reader.ReadLineAsync().WaitAsync(Patience) is not null)
                {
                }
            }
            catch (IOException)
            {
                // A connection that is closed under the stream ends it as well.
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
