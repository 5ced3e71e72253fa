using Microsoft.Extensions.Options;

namespace Turnout.Server.Sinks;

/// <summary>Section <c>Turnout:Sinks</c>: where events are passed on to. Nothing is, unless it is configured.</summary>
public sealed class SinkOptions
{
    /// <summary>The sinks by name, which is also what their place in the log is kept under.</summary>
    public IDictionary<string, SinkSettings> Sinks { get; } = new Dictionary<string, SinkSettings>(StringComparer.Ordinal);

    internal sealed class Validation : IValidateOptions<SinkOptions>
    {
        public ValidateOptionsResult Validate(string? name, SinkOptions options)
        {
            foreach (var (key, sink) in options.Sinks)
                if (Wrong(key, sink) is { } wrong) return ValidateOptionsResult.Fail($"Turnout:Sinks:{key}{wrong}");
            return ValidateOptionsResult.Success;
        }

        static string? Wrong(string key, SinkSettings sink)
        {
            if (Hosting.Keys.Check(key) is { } wrongName) return $": {wrongName.Detail}";
            if (sink.Type is null || !SinkRegistry.Types.TryGetValue(sink.Type, out var type)) return $":Type is one of {string.Join(", ", SinkRegistry.Types.Keys)}.";
            if (Hosting.Keys.Check(sink.Environment) is { } wrongEnvironment) return $":Environment: {wrongEnvironment.Detail}";
            if (sink.BatchSize is < 1 or > 1000) return ":BatchSize must be 1 to 1000.";
            if (type.NeedsUrl && (sink.Url is null || !Uri.TryCreate(sink.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0))
                return ":Url must be an absolute address that begins with https:// or http:// and holds no password.";
            if (sink.Page is not null && (!Uri.TryCreate(sink.Page, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https") || page.UserInfo.Length > 0))
                return ":Page must be an absolute address that begins with https:// or http:// and holds no password.";
            if (type.NeedsKey && string.IsNullOrWhiteSpace(sink.Key)) return ":Key is missing.";
            return type.NeedsFolder && string.IsNullOrWhiteSpace(sink.Folder) ? ":Folder is missing." : null;
        }
    }
}

/// <summary>Section <c>Turnout:Sinks:&lt;name&gt;</c>.</summary>
public sealed class SinkSettings
{
    /// <summary><c>posthog</c>, <c>segment</c>, <c>http</c> or <c>ndjson</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The environment whose events it gets. Default: <c>production</c>.</summary>
    public string Environment { get; set; } = "production";

    /// <summary>Where to send: the host of PostHog or of what speaks Segment's protocol, or the very address for <c>http</c>.</summary>
    public string? Url { get; set; }

    /// <summary>Where people look at an experiment there, as an address in which <c>{experiment}</c> stands for its key; results link to it. Default: none.</summary>
    public string? Page { get; set; }

    /// <summary>The project's API key, the write key, or for <c>http</c> a bearer token or a <c>whsec_…</c> secret to sign with.</summary>
    public string? Key { get; set; }

    /// <summary>For <c>ndjson</c>: the folder, made when missing.</summary>
    public string? Folder { get; set; }

    /// <summary>Names of the events that are passed on, <c>*</c> at the end standing for anything. Default: all; for <c>posthog</c> exposures and conversions.</summary>
    public IList<string> Events { get; } = [];

    /// <summary>Properties that are left out of what is passed on.</summary>
    public IList<string> OmitProperties { get; } = [];

    /// <summary>For <c>posthog</c>: experiments whose variant is also set as the person property <c>experiment_&lt;key&gt;</c>; <c>*</c> for all. Default: none.</summary>
    public IList<string> PersonProperties { get; } = [];

    /// <summary>How many events go into one request, 1 to 1000. Default: 100.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Whether a new sink gets the events of the past too. Default: false, it begins with those that come from now on.</summary>
    public bool FromStart { get; set; }
}
