using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis;

/// <summary>How rows are written.</summary>
internal enum ExportFormat
{
    Ndjson,
    Csv,
    Json,
}

/// <summary>The query of every export.</summary>
internal sealed record ExportQuery
{
    [FromQuery(Name = "format"), Description("`ndjson` (default), `csv` or `json`.")]
    public string? Format { get; init; }

    [FromQuery(Name = "synthetic"), Description("Whether the test cohort comes too; otherwise it is left out.")]
    public bool? Synthetic { get; init; }

    [FromQuery(Name = "limit"), Description("How many rows at most, 1 to 10,000; a page may have fewer, and only the last is empty. Left out: all there are, in one stream.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after"), Description("The `Turnout-Next` (or `next`) of the answer before; left out to begin.")]
    public string? After { get; init; }

    public const int MaxLimit = 10_000;

    public bool WithSynthetic => Synthetic == true;

    /// <summary>Checks the query.</summary>
    /// <param name="keys">What the export's cursor holds.</param>
    /// <returns>The format and the cursor's values, null at the beginning; or 400 <c>invalid_format</c>, <c>invalid_limit</c> or <c>invalid_cursor</c>.</returns>
    public Result<(ExportFormat Format, string[]? After)> Read(params ReadOnlySpan<CursorKey> keys)
    {
        ExportFormat? format = Format switch
        {
            null or "ndjson" => ExportFormat.Ndjson,
            "csv" => ExportFormat.Csv,
            "json" => ExportFormat.Json,
            _ => null,
        };
        if (format is not { } known) return Exports.InvalidFormat("ndjson", "csv", "json");
        if (Limit is < 1 or > MaxLimit) return Problem.Invalid("invalid_limit", "limit", $"'limit' is {Limit}; it must be 1 to {MaxLimit}.");
        if (!new PageQuery { After = After }.ReadKeys(keys).TryGet(out var page, out var problem)) return problem;
        return (known, page.After);
    }
}
