using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Turnout.Server.Events;
using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>
/// PostHog's capture API (<c>POST /batch/</c>): exposures and conversions under their own names, with experiment, variant, assignment type and ids
/// as properties. An event's id is its <c>uuid</c>, by which PostHog drops what comes twice.
/// </summary>
internal sealed class PostHogSink(string name, SinkSettings settings, OutboundHttp http) : EventSink(name, settings)
{
    readonly string url = settings.Url!.TrimEnd('/') + "/batch/";

    protected override string[] UsualEvents => [EventRecord.ExposureName, EventRecord.ConversionName];

    public override async Task<Outcome> SendAsync(IReadOnlyList<SinkEvent> batch, CancellationToken cancellation)
    {
        var body = new JsonObject { ["api_key"] = Settings.Key, ["batch"] = new JsonArray([.. batch.Select(Write)]) };
        using var request = JsonRequests.Post(url, JsonRequests.Bytes(body));
        return await http.SendAsync(request, cancellation);
    }

    JsonObject Write(SinkEvent item)
    {
        var properties = item.Properties.DeepClone().AsObject();
        properties["distinct_id"] = item.Who ?? "anonymous";
        // Visitors stay anonymous: no person is made of them.
        if (item.User is null) properties["$process_person_profile"] = false;
        if (item.User is not null) properties["user_id"] = item.User;
        if (item.Visitor is not null) properties["visitor_id"] = item.Visitor;
        if (item.Team is not null)
        {
            properties["team_id"] = item.Team;
            properties["$groups"] = new JsonObject { ["team"] = item.Team };
        }
        if (item.Value is not null) properties["value"] = item.Value;
        properties["$lib"] = "turnout";
        if (item.User is not null && item.Experiment is { } experiment && OnPerson(experiment))
            properties["$set"] = new JsonObject { [$"experiment_{experiment}"] = properties["variant"]?.DeepClone() };
        return new JsonObject { ["uuid"] = Uuid(item), ["event"] = item.Name, ["timestamp"] = item.Instant, ["properties"] = properties };
    }

    bool OnPerson(string experiment) => Settings.PersonProperties.Contains("*") || Settings.PersonProperties.Contains(experiment);

    /// <summary>The event's id where it is a UUID, else one made of it.</summary>
    string Uuid(SinkEvent item)
    {
        if (Guid.TryParse(item.Id, out var id)) return id.ToString();
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{Settings.Environment}\n{item.Id}"))[..16];
        // Version 8 (RFC 9562): made by a rule of our own.
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
