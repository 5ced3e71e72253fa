namespace Turnout.Server.Features.Access;

/// <summary>What a caller may do. Every endpoint declares the one it needs with <c>.Requires(…)</c>.</summary>
[Flags]
internal enum Right : long
{
    None = 0,

    // Of applications, in their key's own environment.
    Evaluate = 1L << 0,
    EventsSend = 1L << 1,
    RulesetRead = 1L << 2,
    /// <summary>To be asked about oneself: end users only.</summary>
    Self = 1L << 3,

    // Of operators, in every environment.
    EnvironmentsRead = 1L << 10,
    EnvironmentsWrite = 1L << 11,
    FlagsRead = 1L << 12,
    FlagsWrite = 1L << 13,
    SegmentsRead = 1L << 14,
    SegmentsWrite = 1L << 15,
    MetricsRead = 1L << 16,
    MetricsWrite = 1L << 17,
    ExperimentsRead = 1L << 18,
    ExperimentsWrite = 1L << 19,
    ResultsRead = 1L << 20,
    EventsRead = 1L << 21,
    KeysRead = 1L << 22,
    KeysWrite = 1L << 23,
    AuditRead = 1L << 24,
    CohortWrite = 1L << 25,
    WebhooksRead = 1L << 40,
    WebhooksWrite = 1L << 41,
    SinksRead = 1L << 42,
    SinksWrite = 1L << 43,
}

/// <summary>The rights that come with each kind of caller.</summary>
internal static class Rights
{
    public const Right Client = Right.Evaluate | Right.EventsSend;
    public const Right Server = Client | Right.RulesetRead;
    public const Right EndUser = Client | Right.Self;
    public const Right Admin = Right.EnvironmentsRead | Right.EnvironmentsWrite | Right.FlagsRead | Right.FlagsWrite | Right.SegmentsRead | Right.SegmentsWrite
        | Right.MetricsRead | Right.MetricsWrite | Right.ExperimentsRead | Right.ExperimentsWrite | Right.ResultsRead | Right.EventsRead
        | Right.KeysRead | Right.KeysWrite | Right.AuditRead | Right.CohortWrite
        | Right.WebhooksRead | Right.WebhooksWrite | Right.SinksRead | Right.SinksWrite;

    public static Right Of(CallerKind kind) => kind switch
    {
        CallerKind.Client => Client,
        CallerKind.Server => Server,
        CallerKind.EndUser => EndUser,
        CallerKind.Admin => Admin,
        _ => Right.None,
    };

    /// <summary>Names, for a refusal, who has the right.</summary>
    public static string Holders(Right right) => right switch
    {
        _ when (Admin & right) == right => "an admin token or a signed-in operator",
        _ when (Client & right) == right => "a server key, a client key or an end-user token",
        Right.RulesetRead => "a server key",
        Right.Self => "an end-user token",
        _ => "another caller",
    };
}
