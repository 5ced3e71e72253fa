using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Turnout.Server.Tests.Events;

/// <summary>The real server is killed in the middle of its work, again and again: what it acknowledged is there, and nothing is there twice.</summary>
public class KillTests
{
    const int Rounds = 20;

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Nothing_acknowledged_is_lost_and_nothing_counts_twice_when_the_server_is_killed(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var variables = new Dictionary<string, string> { ["TURNOUT_ADMIN_TOKEN"] = TurnoutHost.AdminToken };
        if (database.Postgres is not null) variables["TURNOUT_POSTGRES"] = database.Postgres;
        var acknowledged = new ConcurrentBag<string>();
        var unanswered = new ConcurrentBag<string[]>();
        string? key = null;
        var ids = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await TurnoutProcess.ServeAsync(["--data", database.Folder], variables);
            using var http = new HttpClient { BaseAddress = server.Address };
            key ??= await CreateKeyAsync(http);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            // What a killed server did not answer, its clients send again.
            foreach (var batch in unanswered)
            {
                Assert.True(await SendAsync(http, batch));
                foreach (var id in batch) acknowledged.Add(id);
            }
            unanswered.Clear();
            var enough = new TaskCompletionSource();
            var answered = 0;
            var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    var batch = Enumerable.Range(0, 20).Select(_ => Interlocked.Increment(ref ids).ToString(CultureInfo.InvariantCulture)).ToArray();
                    if (!await SendAsync(http, batch))
                    {
                        unanswered.Add(batch);
                        return;
                    }
                    foreach (var id in batch) acknowledged.Add(id);
                    if (Interlocked.Increment(ref answered) == 10 + round) enough.TrySetResult();
                }
            })).ToArray();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await server.KillAsync();
            await Task.WhenAll(clients);
        }

        await using var last = await TurnoutHost.StartAsync(database);
        var export = await last.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
        var kept = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line).GetProperty("id").GetString()!).ToList();
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Empty(acknowledged.Except(kept));
        // Only what the last kill left unanswered may be there without an answer.
        Assert.Empty(kept.Except(acknowledged).Except(unanswered.SelectMany(batch => batch)));
    }

    static async Task<bool> SendAsync(HttpClient http, string[] ids)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/events", new { events = ids.Select(id => new { id, @event = "e", user_id = id }) });
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static async Task<string> CreateKeyAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/environments/production/keys") { Content = JsonContent.Create(new { kind = "server", name = "test" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TurnoutHost.AdminToken);
        using var answer = await http.SendAsync(request);
        return (await answer.ReadAsync<JsonElement>(HttpStatusCode.Created)).GetProperty("key").GetString()!;
    }
}
