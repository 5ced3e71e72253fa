using System.Text.Json;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Webhooks;

/// <summary>An address that is told of changes, as the database keeps it.</summary>
internal sealed class WebhookRow
{
    /// <summary>What is told to those that do not say: what changes who sees what.</summary>
    public static readonly string[] UsualEvents = ["flag.*", "experiment.*", "guardrail.*", "draft.*"];

    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Url { get; init; } = "";

    /// <summary><c>json</c> or <c>slack</c>.</summary>
    public string Format { get; init; } = "";

    public string Events { get; init; } = "[]";

    public string Environments { get; init; } = "[]";

    public bool Enabled { get; init; }

    public string Secret { get; init; } = "";

    public string? OldSecret { get; init; }

    public long? OldSecretUntil { get; init; }

    public long Seen { get; init; }

    public long Failures { get; init; }

    public long RestingUntil { get; init; }

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public string[] EventList() => JsonSerializer.Deserialize<string[]>(Events, Wire.Json)!;

    public string[] EnvironmentList() => JsonSerializer.Deserialize<string[]>(Environments, Wire.Json)!;
}

/// <summary>Whether an entry of the audit log is one that a webhook wants.</summary>
internal sealed class WebhookFilter(WebhookRow webhook)
{
    /// <summary>Written for every conversion that an application proves: an event rather than a change, and too many. Sinks carry events.</summary>
    const string Conversion = "experiment.conversion";

    readonly string[] events = webhook.EventList();
    readonly string[] environments = webhook.EnvironmentList();

    public bool Wants(string kind, string? environment) =>
        kind != Conversion
        && (environments.Length == 0 || environment is null || environments.Contains(environment))
        && Array.Exists(events, pattern => Matches(pattern, kind));

    static bool Matches(string pattern, string kind) =>
        pattern == "*" || pattern == kind || (pattern.EndsWith(".*", StringComparison.Ordinal) && kind.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));
}

/// <summary>Something a webhook is told, and what came of it.</summary>
internal sealed class DeliveryRow
{
    public const string Pending = "pending", Delivered = "delivered", Failed = "failed";

    public string Id { get; init; } = "";

    public string Webhook { get; init; } = "";

    public string? Entry { get; init; }

    public long Sequence { get; init; }

    public string Kind { get; init; } = "";

    public string Body { get; init; } = "";

    public string Status { get; init; } = "";

    public long Attempts { get; init; }

    public long NextAt { get; init; }

    public long CreatedAt { get; init; }

    public long? AnsweredAt { get; init; }

    public long? AnswerStatus { get; init; }

    public string? AnswerError { get; init; }

    public long? DurationMs { get; init; }
}
