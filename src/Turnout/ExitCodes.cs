namespace Turnout;

/// <summary>What a verb's exit code tells a script; docs/cli.md lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0, Refused = 1, Usage = 2, NotAllowed = 3, NotFound = 4, Conflict = 5, Unreachable = 6, Differs = 10;

    /// <summary>The code of what a server or a store refused with this HTTP status.</summary>
    public static int Of(int status) => status switch
    {
        401 or 403 => NotAllowed,
        404 => NotFound,
        409 or 412 => Conflict,
        502 or 503 or 504 => Unreachable,
        _ => Refused,
    };

    /// <summary>The code of a request that failed.</summary>
    public static int Of(HttpRequestException exception) => exception.StatusCode is { } status ? Of((int)status) : Unreachable;

    /// <summary>The word for it in JSON, where the server has not given one of its own.</summary>
    public static string Word(int exitCode) => exitCode switch
    {
        Usage => "usage",
        NotAllowed => "not_allowed",
        NotFound => "not_found",
        Conflict => "conflict",
        Unreachable => "unreachable",
        Differs => "differs",
        _ => "refused",
    };
}
