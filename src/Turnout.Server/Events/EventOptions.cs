using Microsoft.Extensions.Options;

namespace Turnout.Server.Events;

/// <summary>The section <c>Turnout:Events</c>.</summary>
internal sealed class EventOptions
{
    /// <summary>Events that are older than so many days when they arrive are refused; 1 to 3650.</summary>
    public int MaxAgeDays { get; set; } = 400;

    /// <summary>Events are removed so many days after they were taken, but for what experiments need of them; 0: they stay for ever; else 30 to 3650.</summary>
    public int RetentionDays { get; set; }

    /// <summary>Events that are older when they arrive are refused: none is taken that would have been removed already.</summary>
    public int OldestDays => RetentionDays > 0 ? Math.Min(MaxAgeDays, RetentionDays) : MaxAgeDays;

    /// <summary>An event is known again by its id among at least so many of the environment's last events; 100000 to 100000000. Each takes 8 bytes on disk and 11 to 42 in the memory of every server.</summary>
    public int DuplicateWindow { get; set; } = 5_000_000;

    /// <summary>Events may wait for their commit up to so many megabytes; what comes on top is answered with 503 <c>overloaded</c>. 1 to 4096.</summary>
    public int MaxWaitingMegabytes { get; set; } = 64;

    /// <summary>How far an event's time may be ahead of the server's clock.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    public sealed class Validation : IValidateOptions<EventOptions>
    {
        public ValidateOptionsResult Validate(string? name, EventOptions options)
        {
            if (options.MaxAgeDays is < 1 or > 3650)
                return ValidateOptionsResult.Fail($"Turnout:Events:MaxAgeDays is {options.MaxAgeDays}; it must be 1 to 3650.");
            if (options.RetentionDays is not (0 or (>= 30 and <= 3650)))
                return ValidateOptionsResult.Fail($"Turnout:Events:RetentionDays is {options.RetentionDays}; it must be 0 or 30 to 3650.");
            if (options.DuplicateWindow is < 100_000 or > 100_000_000)
                return ValidateOptionsResult.Fail($"Turnout:Events:DuplicateWindow is {options.DuplicateWindow}; it must be 100000 to 100000000.");
            return options.MaxWaitingMegabytes is < 1 or > 4096
                ? ValidateOptionsResult.Fail($"Turnout:Events:MaxWaitingMegabytes is {options.MaxWaitingMegabytes}; it must be 1 to 4096.")
                : ValidateOptionsResult.Success;
        }
    }
}
