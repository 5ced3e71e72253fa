using Microsoft.AspNetCore.Http;
using Turnout.Engine;

namespace Turnout.Client.AspNetCore;

/// <summary>Tells synthetic traffic from real.</summary>
internal sealed class SyntheticTraffic(Func<HttpContext, EvaluationContext, CancellationToken, ValueTask<bool>> isSynthetic)
{
    /// <summary>The attribute by which a context says that its unit belongs to the test cohort.</summary>
    public const string Attribute = "is_test_cohort";

    /// <summary>Who says so itself, or whom the server has in its test cohort.</summary>
    public static SyntheticTraffic ByAttributeOrCohort(CohortLookup cohort) => new((_, context, cancel) =>
        context[Attribute].TryGetBoolean(out var synthetic) && synthetic ? ValueTask.FromResult(true) : cohort.HasAsync(context, cancel));

    public ValueTask<bool> IsSyntheticAsync(HttpContext http, EvaluationContext context) => isSynthetic(http, context, http.RequestAborted);
}
