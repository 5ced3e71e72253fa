using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Checks;

/// <summary>Says what is wrong with the weights of a split.</summary>
internal static class WeightCheck
{
    public static void Check(string algorithm, IReadOnlyList<double> weights, string member, ErrorList errors)
    {
        if (weights.Any(w => !double.IsFinite(w) || w < 0 || w > 1e9))
        {
            errors.Add(member, "invalid_weight", "A weight is a number from 0 to 1,000,000,000.");
            return;
        }

        if (weights.Sum() <= 0)
        {
            errors.Add(member, "no_weight", "At least one variant needs a weight above 0.");
            return;
        }

        if (algorithm == BucketingAlgorithm.Sha256Modulo && weights.Distinct().Count() > 1)
            errors.Add(member, "unequal_weights", $"The algorithm {algorithm} splits equally: give all variants the same weight.");
        if (algorithm == BucketingAlgorithm.Sha256Percent && (weights.Any(w => w != Math.Floor(w)) || weights.Sum() != 100))
            errors.Add(member, "not_whole_percentages", $"The algorithm {algorithm} takes whole percentages that add up to 100.");
    }
}
