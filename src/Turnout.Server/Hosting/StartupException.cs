namespace Turnout.Server.Hosting;

/// <summary>Turnout cannot start; the message tells the operator why and what to do, and needs no stack trace.</summary>
public sealed class StartupException : Exception
{
    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What is wrong, for programs; null where the message alone tells. <c>docs/errors.md</c> lists the codes.</summary>
    public string? Code { get; init; }
}
