using Turnout.Engine.Checks;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Definitions;

/// <summary>Turns what is wrong with a definition into the problem that is answered.</summary>
internal static class DefinitionProblems
{
    /// <summary>400 with the first error's code, and every error under its member; null when there is none.</summary>
    public static Problem? From(IReadOnlyList<DefinitionError> errors) =>
        errors.Count == 0
            ? null
            : new Problem(errors[0].Code, 400, Detail(errors), errors
                .GroupBy(error => error.Member, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray(), StringComparer.Ordinal));

    /// <summary>409: a change that is sound by itself would break something else.</summary>
    public static Problem? Breaks(string code, Item other, IReadOnlyList<DefinitionError> errors) =>
        errors.Count == 0 ? null : Problem.Conflict(code, $"The change would break the {other}: {errors[0].Member}: {errors[0].Message}");

    static string Detail(IReadOnlyList<DefinitionError> errors) =>
        errors.Count == 1 ? $"{errors[0].Member}: {errors[0].Message}" : $"{errors[0].Member}: {errors[0].Message} (and {errors.Count - 1} more under 'errors')";
}
