using System.Diagnostics.Metrics;
using Turnout.Client;
using Turnout.Engine;

namespace Billing;

/// <summary>The application's own numbers, by variant: docs/guides/metrics-by-variant.md shows it.</summary>
internal sealed class BillingMetrics(IMeterFactory meters, Flags flags)
{
    private readonly Counter<long> _charges = meters.Create("Billing").CreateCounter<long>("billing.charges", "{charge}", "Charges by outcome and variant.");

    public void Charged(EvaluationContext context, string outcome)
    {
        // Looks only: whoever showed the button has recorded the exposure.
        var variant = flags.Decide("upgrade_button", context).Variant ?? "none";
        _charges.Add(1, new("outcome", outcome), new("experiment", "upgrade_button"), new("variant", variant));
        flags.Track(outcome == "paid" ? "charge_paid" : "charge_failed", context);
    }
}
