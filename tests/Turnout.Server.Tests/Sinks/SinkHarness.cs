using System.Text.Json;
using Turnout.Server.Sinks;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Sinks;

/// <summary>What tests of sinks do again and again.</summary>
internal static class SinkHarness
{
    public const string ExposureId = "019bc13b-6c00-7000-8000-000000000001";

    /// <summary>The settings of a server with one sink, named <c>out</c>.</summary>
    public static Dictionary<string, string?> Settings(string type, string? url, params (string Key, string Value)[] more)
    {
        var settings = Receiver.Allowed;
        settings["Turnout:Sinks:out:Type"] = type;
        settings["Turnout:Sinks:out:Url"] = url;
        settings["Turnout:Sinks:out:Key"] = "phc_secret";
        settings["Turnout:Sinks:out:FromStart"] = "true";
        foreach (var (key, value) in more) settings[$"Turnout:Sinks:out:{key}"] = value;
        return settings;
    }

    public static Task RunSinksAsync(this TurnoutHost host) => host.Service<SinkRunner>().RunAsync();

    public static async Task<JsonElement> SinkAsync(this TurnoutHost host) =>
        (await host.Admin.GetAsync<JsonElement>("/api/v1/sinks")).GetProperty("items").EnumerateArray().Single();

    /// <summary>An exposure, a conversion and a purchase.</summary>
    public static object[] Events(TurnoutHost host) =>
    [
        new
        {
            id = ExposureId, @event = "experiment_viewed", timestamp = host.Clock.GetUtcNow(), user_id = "u1", team_id = "t1",
            properties = new { experiment_slug = "price", variant = "b", assignment_type = "deterministic", page = "/billing" },
        },
        new
        {
            id = "my-own-id", @event = "experiment_conversion", timestamp = host.Clock.GetUtcNow(), visitor_id = "v1",
            properties = new { experiment_slug = "price", variant = "b", assignment_type = "random", conversion_event = "bought", email = "a@example.com" },
        },
        new { id = "p-1", @event = "purchase", timestamp = host.Clock.GetUtcNow(), user_id = "u1", value = 12.5, properties = new { plan = "pro" } },
    ];

    public static async Task SendAsync(this TurnoutHost host, params object[] events)
    {
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.SendEventsAsync(events);
    }

    public static object Purchase(int number) => new { id = $"e-{number}", @event = "purchase", user_id = $"u{number}" };
}
