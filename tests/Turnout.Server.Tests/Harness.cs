using System.Net;
using System.Security.Cryptography;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Turnout.Server.Events;

namespace Turnout.Server.Tests;

/// <summary>Short words for what tests of experiments do again and again, all of it through the API.</summary>
internal static class Harness
{
    public const string Experiments = "/api/v1/environments/production/experiments";

    /// <summary>Makes an experiment and launches it.</summary>
    public static async Task RunExperimentAsync(this TurnoutHost host, object experiment)
    {
        var made = await host.Admin.PostAsync<JsonElement>(Experiments, experiment, HttpStatusCode.Created);
        await host.Admin.PostAsync<JsonElement>($"{Experiments}/{made.GetProperty("key").GetString()}/launch", null);
    }

    public static Task<(string? Variant, bool IsNew, string Reason)> AssignAsync(this HttpClient client, string experiment, string user) =>
        client.AssignAsync(experiment, new { user_id = user });

    public static async Task<(string? Variant, bool IsNew, string Reason)> AssignAsync(this HttpClient client, string experiment, object context) =>
        Read(await client.PostAsync<JsonElement>($"/api/v1/experiments/{experiment}/assign", new { context }));

    public static async Task<(string? Variant, bool IsNew, string Reason)> VariantAsync(this HttpClient client, string experiment, string user) =>
        Read(await client.PostAsync<JsonElement>($"/api/v1/experiments/{experiment}/variant", new { context = new { user_id = user } }));

    /// <summary>Sends events and expects all of them to be new.</summary>
    public static async Task SendEventsAsync(this HttpClient client, params object[] events)
    {
        var answer = await client.PostAsync<JsonElement>("/api/v1/events", new { events }, HttpStatusCode.Accepted);
        Assert.Equal(events.Length, answer.GetProperty("accepted").GetInt32());
    }

    /// <summary>The results, after the events were moved to where they lie in the end.</summary>
    public static async Task<JsonElement> ResultsAsync(this TurnoutHost host, string experiment)
    {
        await host.Service<EventMover>().MoveAsync(all: true);
        return await host.Admin.GetAsync<JsonElement>($"{Experiments}/{experiment}/results");
    }

    /// <summary>A token of the application's own identity provider.</summary>
    public static string EndUserToken(object claims)
    {
        var head = Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8);
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TurnoutHost.JwtSecret), Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Base64Url.EncodeToString(signature)}";
    }

    static (string?, bool, string) Read(JsonElement answer) =>
        (answer.GetProperty("variant").GetString(), answer.GetProperty("is_new").GetBoolean(), answer.GetProperty("reason").GetString()!);
}
