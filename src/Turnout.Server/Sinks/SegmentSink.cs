using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>Segment's HTTP tracking API (<c>POST /v1/batch</c>), which RudderStack, Jitsu and others speak too. An event's id is its <c>messageId</c>.</summary>
internal sealed class SegmentSink(string name, SinkSettings settings, OutboundHttp http, TimeProvider clock) : EventSink(name, settings)
{
    readonly string url = settings.Url!.TrimEnd('/') + "/v1/batch";
    readonly AuthenticationHeaderValue key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Key}:")));

    public override async Task<Outcome> SendAsync(IReadOnlyList<SinkEvent> batch, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["batch"] = new JsonArray([.. batch.Select(Write)]),
            ["sentAt"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        using var request = JsonRequests.Post(url, JsonRequests.Bytes(body));
        request.Headers.Authorization = key;
        return await http.SendAsync(request, cancellation);
    }

    static JsonObject Write(SinkEvent item)
    {
        var properties = item.Properties.DeepClone().AsObject();
        if (item.Value is not null) properties["value"] = item.Value;
        var json = new JsonObject
        {
            ["type"] = "track",
            ["messageId"] = item.Id,
            ["event"] = item.Name,
            ["timestamp"] = item.Instant,
            ["properties"] = properties,
            ["context"] = Context(item),
        };
        if (item.User is not null) json["userId"] = item.User;
        // One of the two has to be there.
        if (item.Visitor is not null || item.User is null) json["anonymousId"] = item.Visitor ?? item.Team ?? "anonymous";
        return json;
    }

    static JsonObject Context(SinkEvent item)
    {
        var context = new JsonObject { ["library"] = new JsonObject { ["name"] = "turnout" } };
        if (item.Team is not null) context["groupId"] = item.Team;
        return context;
    }
}
