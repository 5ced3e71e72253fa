using Microsoft.Extensions.Options;

namespace Turnout.Server.Features.Webhooks;

/// <summary>Section <c>Turnout:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>How long deliveries stay in the log, in days, 1 to 365; those still to be delivered stay anyway. Default: 30.</summary>
    public int KeepDays { get; set; } = 30;

    internal sealed class Validation : IValidateOptions<WebhookOptions>
    {
        public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
            options.KeepDays is < 1 or > 365 ? ValidateOptionsResult.Fail("Turnout:Webhooks:KeepDays must be 1 to 365.") : ValidateOptionsResult.Success;
    }
}
