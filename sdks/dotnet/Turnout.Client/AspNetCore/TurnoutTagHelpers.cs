using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Turnout.Client.AspNetCore;

/// <summary>
/// Renders its content where a flag is true (<c>&lt;turnout flag="checkout.new_ui"&gt;</c>), has a value (<c>flag="theme" is="dark"</c>), or where an experiment gave a variant
/// (<c>experiment="upgrade_button" variant="urgent,value"</c>); <c>negate="true"</c> turns it round.
/// </summary>
[HtmlTargetElement("turnout", Attributes = "flag")]
[HtmlTargetElement("turnout", Attributes = "experiment")]
public sealed class TurnoutTagHelper(RequestFlags flags) : TagHelper
{
    /// <summary>The flag's key.</summary>
    public string? Flag { get; set; }

    /// <summary>The text value a string flag must have.</summary>
    public string? Is { get; set; }

    /// <summary>The experiment's key.</summary>
    public string? Experiment { get; set; }

    /// <summary>The variants, separated by commas, for which the content is shown.</summary>
    public string? Variant { get; set; }

    /// <summary>True shows the content where it would not be, and the other way round.</summary>
    public bool Negate { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        // The element itself never reaches the page.
        output.TagName = null;
        if (IsShown() == Negate) output.SuppressOutput();
    }

    private bool IsShown()
    {
        if (Flag is not null) return Is is null ? flags.IsEnabled(Flag) : flags.Get(Flag, "") == Is;
        var variant = flags.GetVariant(Experiment!);
        return variant is not null && (Variant ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(variant);
    }
}

/// <summary>
/// <c>&lt;turnout-bootstrap /&gt;</c>: what the caller has, as a JSON script element for the browser SDK, so that the first paint is right. Its id is
/// <c>turnout-bootstrap</c>.
/// </summary>
[HtmlTargetElement("turnout-bootstrap", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TurnoutBootstrapTagHelper(RequestFlags flags) : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "script";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("type", "application/json");
        output.Attributes.SetAttribute("id", "turnout-bootstrap");
        output.Content.SetHtmlContent(flags.BootstrapJson());
    }
}
