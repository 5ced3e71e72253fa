using System.Text.Json.Nodes;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>The shapes of answers.</summary>
internal static class Answers
{
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    public static JsonObject Error(string code, string detail) => new() { ["status"] = "error", ["code"] = code, ["detail"] = detail };

    public static JsonObject Refused(NotComputable reason) => new()
    {
        ["status"] = "not_computable",
        ["code"] = reason.Code,
        ["assumption"] = reason.Assumption,
        ["subject"] = reason.Subject,
    };

    public static JsonObject From<T>(Computed<T> result, Func<T, JsonObject> answer)
        where T : notnull => result.TryGet(out var value, out var reason) ? answer(value) : Refused(reason);

    public static JsonArray Pair(Interval interval) => [interval.Lower, interval.Upper];

    public static JsonArray List(IEnumerable<double> values) => new(values.Select(value => (JsonNode)value).ToArray());

    /// <summary>A part that may be missing: null, and the reason under "not_computable".</summary>
    public static JsonObject With(this JsonObject answer, string name, Computed<double> part) =>
        Part(answer, name, part.Select<JsonNode>(value => value));

    /// <summary>An interval that may be missing.</summary>
    public static JsonObject With(this JsonObject answer, string name, Computed<Interval> part) =>
        Part(answer, name, part.Select<JsonNode>(Pair));

    public static JsonObject Effect(this JsonObject answer, Effect effect)
    {
        answer["difference"] = effect.Difference;
        answer["standard_error"] = effect.StandardError;
        return answer;
    }

    public static JsonObject Comparison(this JsonObject answer, Comparison test)
    {
        answer.Effect(test.Effect);
        answer[test.Effect.DegreesOfFreedom is null ? "z" : "t"] = test.Statistic;
        if (test.Effect.DegreesOfFreedom is { } df)
            answer["df"] = df;
        answer["p_value"] = test.PValue;
        answer["ln_p_value"] = test.LogPValue;
        answer["confidence_interval"] = Pair(test.Interval);
        answer.With("lift", test.Lift).With("lift_interval", test.LiftInterval);
        answer["alpha"] = test.Alpha;
        answer["significant"] = test.IsSignificant;
        return answer;
    }

    public static JsonObject Sequential(this JsonObject answer, SequentialComparison test)
    {
        answer.Effect(test.Effect);
        answer["p_value"] = test.PValue;
        answer["ln_p_value"] = test.LogPValue;
        answer.With("confidence_interval", test.Interval).With("lift", test.Effect.Lift).With("lift_interval", test.LiftInterval);
        answer["alpha"] = test.Alpha;
        answer["significant"] = test.IsSignificant;
        return answer;
    }

    public static JsonObject Arm(Arm arm) => new() { ["mean"] = arm.Mean, ["standard_error"] = arm.StandardError };

    public static JsonObject Proportions(ProportionComparison result, Interval score, Interval newcombe)
    {
        var answer = Ok().Comparison(result.Test);
        answer["score_interval"] = Pair(score);
        answer["newcombe_interval"] = Pair(newcombe);
        answer["control"] = Arm(result.Control);
        answer["treatment"] = Arm(result.Treatment);
        if (result.Exact is { } exact)
            answer["fisher_p_value"] = exact.FisherPValue;

        answer["decided_by"] = result.Exact is null ? "z" : "fisher";
        answer["significant"] = result.IsSignificant;
        return answer;
    }

    private static JsonObject Part(JsonObject answer, string name, Computed<JsonNode> part)
    {
        if (part.TryGet(out var value, out var reason))
        {
            answer[name] = value;
            return answer;
        }

        answer[name] = null;
        var reasons = answer["not_computable"] as JsonObject ?? [];
        answer["not_computable"] ??= reasons;
        var refused = Refused(reason);
        refused.Remove("status");
        reasons[name] = refused;
        return answer;
    }
}
