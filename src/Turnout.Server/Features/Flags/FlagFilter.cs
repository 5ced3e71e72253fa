using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Flags;

/// <summary>Which flags a list shows.</summary>
/// <param name="Text">A pattern of what they say.</param>
/// <param name="Tag">A pattern of their tags.</param>
/// <param name="Enabled">Only those that are on, or off; null for both.</param>
/// <param name="OnlyCritical">Only kill switches.</param>
internal sealed record FlagFilter(string Text, string Tag, bool? Enabled, bool OnlyCritical)
{
    /// <summary>How many rows are looked at in one go where only the definition tells.</summary>
    public const int Scan = 500;

    /// <returns>The filter, or 400 <c>invalid_state</c>.</returns>
    public static Result<FlagFilter> Read(string? text, string? tag, string? state) => state switch
    {
        null or "" or "critical" => new FlagFilter(Texts.Pattern(text), Texts.TagPattern(tag), null, state is "critical"),
        "on" or "off" => new FlagFilter(Texts.Pattern(text), Texts.TagPattern(tag), state is "on", false),
        _ => Problem.Invalid("invalid_state", "state", "'state' is 'on', 'off' or 'critical'."),
    };
}
