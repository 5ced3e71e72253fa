using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Definitions;

/// <summary>The query of the lists of flags, segments, metrics and experiments.</summary>
internal sealed record ListQuery
{
    [FromQuery(Name = "q"), Description("Only items whose key or texts contain this, without regard to case.")]
    public string? Q { get; init; }

    [FromQuery(Name = "limit"), Description("How many items at most, 1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after"), Description("The `next` of the page before; left out for the first page.")]
    public string? After { get; init; }

    /// <param name="keys">How many keyset values the list's cursor holds.</param>
    /// <returns>The page wanted, or 400 <c>invalid_search</c>, <c>invalid_limit</c> or <c>invalid_cursor</c>.</returns>
    public Result<PageRequest> Read(int keys = 1) =>
        CheckText(Q, "q") is { } wrong ? wrong : new PageQuery { Limit = Limit, After = After }.Read(keys);

    public static Problem? CheckText(string? text, string parameter) =>
        text is null || (text.Length <= Texts.MaxSearch && !text.Any(char.IsControl))
            ? null
            : Problem.Invalid("invalid_search", parameter, $"'{parameter}' has at most {Texts.MaxSearch} characters, none of them a control character.");
}
