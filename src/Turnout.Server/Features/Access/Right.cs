using System.Text.Json;

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
    /// <summary>This server's metrics, for Prometheus.</summary>
    TelemetryRead = 1L << 44,
    /// <summary>To let a change take effect: launch, pause, stop and conclude experiments, approve drafts.</summary>
    Release = 1L << 26,
    MembersRead = 1L << 27,
    MembersWrite = 1L << 28,

    /// <summary>One's own password and tokens: signed-in members only, never their tokens.</summary>
    Account = 1L << 4,

    /// <summary>To record that someone agrees: not with a client key, which is public.</summary>
    ConsentRecord = 1L << 5,
}

/// <summary>What a member is in an environment; each role can do what the one before can.</summary>
internal enum Role
{
    /// <summary>Reads everything but events of single people.</summary>
    Viewer,

    /// <summary>Changes flags, segments, metrics and experiments; where review is required, by drafts.</summary>
    Editor,

    /// <summary>Lets changes take effect: launches, pauses and concludes experiments, approves drafts; exports events and assignments.</summary>
    Releaser,

    /// <summary>Keys, members, environments, the test cohort.</summary>
    Admin,
}

/// <summary>The rights that come with each kind of caller.</summary>
internal static class Rights
{
    public const Right Client = Right.Evaluate | Right.EventsSend;
    public const Right Server = Client | Right.RulesetRead | Right.ConsentRecord;
    public const Right EndUser = Client | Right.Self | Right.ConsentRecord;
    public const Right Admin = Right.EnvironmentsRead | Right.EnvironmentsWrite | Right.FlagsRead | Right.FlagsWrite | Right.SegmentsRead | Right.SegmentsWrite
        | Right.MetricsRead | Right.MetricsWrite | Right.ExperimentsRead | Right.ExperimentsWrite | Right.ResultsRead | Right.EventsRead
        | Right.KeysRead | Right.KeysWrite | Right.AuditRead | Right.CohortWrite
        | Right.WebhooksRead | Right.WebhooksWrite | Right.SinksRead | Right.SinksWrite | Right.TelemetryRead
        | Right.Release | Right.MembersRead | Right.MembersWrite;
    public const Right Viewer = Right.EnvironmentsRead | Right.FlagsRead | Right.SegmentsRead | Right.MetricsRead | Right.ExperimentsRead | Right.ResultsRead | Right.AuditRead;
    public const Right Editor = Viewer | Right.FlagsWrite | Right.SegmentsWrite | Right.MetricsWrite | Right.ExperimentsWrite;
    public const Right Releaser = Editor | Right.Release | Right.EventsRead;

    /// <summary>What every member may do, whatever their roles.</summary>
    public const Right Member = Right.EnvironmentsRead | Right.Account;

    public static Right Of(Role role) => role switch
    {
        Role.Viewer => Viewer,
        Role.Editor => Editor,
        Role.Releaser => Releaser,
        Role.Admin => Admin,
        _ => Right.None,
    };

    /// <summary>The names on the wire, also as scopes of tokens: <c>flags_read</c>.</summary>
    public static IReadOnlyList<string> Names(Right rights) =>
        [.. Enum.GetValues<Right>().Where(right => right != Right.None && (rights & right) == right).Select(Name)];

    /// <returns>The rights of those names; null when one is none.</returns>
    public static Right? Read(IEnumerable<string> names)
    {
        var rights = Right.None;
        foreach (var name in names)
        {
            var right = Array.Find(Enum.GetValues<Right>(), right => right != Right.None && Name(right) == name);
            if (right == Right.None) return null;
            rights |= right;
        }
        return rights;
    }

    public static string Name(Right right) => JsonNamingPolicy.SnakeCaseLower.ConvertName(right.ToString());

    public static Right Of(CallerKind kind) => kind switch
    {
        CallerKind.Client => Client,
        CallerKind.Server => Server,
        CallerKind.EndUser => EndUser,
        CallerKind.Operator => Admin,
        _ => Right.None,
    };

    /// <summary>Names, for a refusal, who has the right.</summary>
    public static string Holders(Right right) => right switch
    {
        Right.Account => "a signed-in member",
        _ when LeastRole(right) is { } role => $"an operator who is {(role is Role.Editor or Role.Admin ? "an" : "a")} {Word(role)} there, or a token with the scope '{Name(right)}'",
        _ when (Client & right) == right => "a server key, a client key or an end-user token",
        Right.RulesetRead => "a server key",
        Right.ConsentRecord => "a server key or an end-user token: a client key is public, and anyone could agree for others",
        Right.Self => "an end-user token",
        _ => "another caller",
    };

    /// <summary>The role as the wire and the refusals call it.</summary>
    public static string Word(Role role) => role.ToString().ToLowerInvariant();

    static Role? LeastRole(Right right) => Enum.GetValues<Role>().Where(role => (Of(role) & right) == right).Cast<Role?>().FirstOrDefault();
}
