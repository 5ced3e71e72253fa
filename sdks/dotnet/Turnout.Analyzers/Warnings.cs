using Microsoft.CodeAnalysis;

namespace Turnout.Analyzers;

/// <summary>What the analyzer says.</summary>
internal static class Warnings
{
    /// <summary>The property of a diagnostic that has the value everyone gets, <c>true</c> or <c>false</c>.</summary>
    public const string Always = "always";

    public static readonly DiagnosticDescriptor UnknownFlag = Warning(
        "TURN001", "Unknown flag", "There is no flag '{0}' in {1}{2}", "The call gives its fallback, whatever anyone switches.");

    public static readonly DiagnosticDescriptor UnknownExperiment = Warning(
        "TURN002", "Unknown experiment", "There is no experiment '{0}' in {1}{2}", "Nobody is ever in it.");

    public static readonly DiagnosticDescriptor Archived = Warning(
        "TURN003", "Archived flag or experiment", "The {0} '{1}' is archived", "Its code can go.");

    public static readonly DiagnosticDescriptor Constant = Warning(
        "TURN004", "Flag that is the same for everyone", "The flag '{0}' is {1} for everyone in {2}", "One branch of the code is dead.");

    public static readonly DiagnosticDescriptor Unreadable = Warning(
        "TURN005", "Unreadable list of flags", "turnout.flags.txt, line {0}: {1}", "Write it anew with turnout generate --list.");

    private static DiagnosticDescriptor Warning(string id, string title, string message, string description) =>
        new(id, title, message, "Turnout", DiagnosticSeverity.Warning, isEnabledByDefault: true, description);
}
