using Microsoft.Extensions.Options;

namespace Turnout.Client;

/// <summary>Settings of the client: the configuration section <c>Turnout</c> (environment variables <c>Turnout__ServerUrl</c>, …). Read once, at start.</summary>
public sealed class TurnoutOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Turnout";

    /// <summary>Address of the Turnout server, absolute, http or https. Needed unless <see cref="Offline"/>.</summary>
    public Uri? ServerUrl { get; set; }

    /// <summary>A server key; it says which environment is evaluated. Needed unless <see cref="Offline"/>. Never logged.</summary>
    public string? Key { get; set; }

    /// <summary>True asks no server and sends no events: flags come from <see cref="BootstrapFile"/>, experiments also from code.</summary>
    public bool Offline { get; set; }

    /// <summary>A ruleset document to start with, as <c>GET /sdk/v1/ruleset</c> answers it; the server's replaces it. Null: none.</summary>
    public string? BootstrapFile { get; set; }

    /// <summary>
    /// Where the last good ruleset is kept for a start without the server. Null: the folder <c>turnout</c> in the user's local application data;
    /// empty: nowhere.
    /// </summary>
    public string? CacheFolder { get; set; }

    /// <summary>False polls at <see cref="PollInterval"/> instead of keeping a stream open.</summary>
    public bool Streaming { get; set; } = true;

    /// <summary>The longest time between two looks at the server when no stream is open. 1 second to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take. 100 ms to 5 minutes.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>False sends no exposures by itself; <see cref="Flags.Track"/> still sends.</summary>
    public bool SendExposures { get; set; } = true;

    /// <summary>
    /// How many exposures are remembered as sent, 1,024 to 16,777,216, rounded up to a power of two; 8 bytes each. Beyond it the oldest are
    /// forgotten and may be sent again, which the server counts once.
    /// </summary>
    public int RememberedExposures { get; set; } = 65_536;

    /// <summary>How many assignments the server told are remembered; 100 to 10,000,000.</summary>
    public int RememberedAssignments { get; set; } = 100_000;

    /// <summary>How many events wait while the server is away, 100 to 10,000,000; later ones are dropped and counted by <c>turnout.client.events.dropped</c>.</summary>
    public int EventQueueLimit { get; set; } = 50_000;

    /// <summary>The most events in one call; 1 to 1,000.</summary>
    public int EventBatchSize { get; set; } = 500;

    /// <summary>The longest time an event waits before it is sent; 100 ms to 5 minutes.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the shutdown waits for events to leave; up to 1 minute.</summary>
    public TimeSpan ShutdownFlush { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>True adds OpenTelemetry's <c>feature_flag.evaluation</c> event to the current activity at each evaluation. It allocates.</summary>
    public bool TraceEvaluations { get; set; }
}

/// <summary>Refuses settings that cannot work, naming the key.</summary>
internal sealed class TurnoutOptionsCheck : IValidateOptions<TurnoutOptions>
{
    public ValidateOptionsResult Validate(string? name, TurnoutOptions options)
    {
        var wrong = new List<string>();
        if (!options.Offline)
        {
            if (options.ServerUrl is null)
                wrong.Add("Turnout:ServerUrl is missing. Set it to the address of the Turnout server, or set Turnout:Offline to true.");
            else if (!options.ServerUrl.IsAbsoluteUri || options.ServerUrl.Scheme is not ("http" or "https"))
                wrong.Add("Turnout:ServerUrl must be an absolute http or https address.");
            if (string.IsNullOrWhiteSpace(options.Key)) wrong.Add("Turnout:Key is missing. Set it to a server key of the environment.");
            else if (options.Key.Any(c => c is <= ' ' or > '~')) wrong.Add("Turnout:Key has characters that no key has (blanks, line ends?).");
        }

        Within(options.PollInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "PollInterval");
        Within(options.RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "RequestTimeout");
        Within(options.FlushInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "FlushInterval");
        Within(options.ShutdownFlush, TimeSpan.Zero, TimeSpan.FromMinutes(1), "ShutdownFlush");
        Within(options.RememberedExposures, 1_024, 1 << 24, "RememberedExposures");
        Within(options.RememberedAssignments, 100, 10_000_000, "RememberedAssignments");
        Within(options.EventQueueLimit, 100, 10_000_000, "EventQueueLimit");
        Within(options.EventBatchSize, 1, 1_000, "EventBatchSize");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Within<T>(T value, T least, T most, string key)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) wrong.Add($"Turnout:{key} is {value}; it must be from {least} to {most}.");
        }
    }
}
