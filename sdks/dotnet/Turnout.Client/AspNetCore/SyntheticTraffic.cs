using Microsoft.AspNetCore.Http;
using Turnout.Engine;

namespace Turnout.Client.AspNetCore;

/// <summary>Tells synthetic traffic from real.</summary>
internal sealed class SyntheticTraffic(Func<HttpContext, EvaluationContext, CancellationToken, ValueTask<bool>> isSynthetic)
{
    /// <summary>The attribute by which a context says that its unit belongs to the test cohort.</summary>
    public const string Attribute = "is_test_cohort";

    public static SyntheticTraffic Default { get; } =
        new((_, context, _) => ValueTask.FromResult(context[Attribute].TryGetBoolean(out var synthetic) && synthetic));

    public ValueTask<bool> IsSyntheticAsync(HttpContext http, EvaluationContext context) => isSynthetic(http, context, http.RequestAborted);
}
