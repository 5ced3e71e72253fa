using Microsoft.Extensions.Options;

namespace Turnout.Server.Analysis;

/// <summary>The section <c>Turnout:Analysis</c>.</summary>
internal sealed class AnalysisOptions
{
    /// <summary>Results are counted from columns kept in memory, up to so many megabytes for each environment; those used least lately are dropped and read from the log again when needed. 16 to 65536.</summary>
    public int MaxMemoryMegabytes { get; set; } = 1024;

    public sealed class Validation : IValidateOptions<AnalysisOptions>
    {
        public ValidateOptionsResult Validate(string? name, AnalysisOptions options) => options.MaxMemoryMegabytes is < 16 or > 65536
            ? ValidateOptionsResult.Fail($"Turnout:Analysis:MaxMemoryMegabytes is {options.MaxMemoryMegabytes}; it must be 16 to 65536.")
            : ValidateOptionsResult.Success;
    }
}
