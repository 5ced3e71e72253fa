using Turnout.Client.Events;
using Turnout.Engine;

namespace Turnout.Client.Tests.Events;

public class SeenExposuresTests
{
    [Fact]
    public void Each_unit_of_each_experiment_and_variant_has_a_fingerprint_of_its_own()
    {
        var ruleset = Ruleset.Compile(Rulesets.With(1) with { Experiments = [Rulesets.Running("one"), Rulesets.Running("two")] });
        // Ids as they are made: counted, random, long, of the same parts in another order, beginning alike.
        string[] ids =
        [
            .. Enumerable.Range(0, 20_000).Select(i => $"user-{i}"), .. Enumerable.Range(0, 20_000).Select(i => $"{new Guid(i, 7, 7, new byte[8])}"),
            "abcdefghijklmnop", "ijklmnopabcdefgh", "abcdefghijklmnopabcdefgh", .. Enumerable.Range(1, 100).Select(length => new string('x', length)),
        ];
        var seen = new SeenExposures(8);
        var fingerprints = new HashSet<ulong>();
        foreach (var id in ids)
        {
            foreach (var experiment in ruleset.Experiments)
            {
                for (var arm = 0; arm < 2; arm++)
                    Assert.True(fingerprints.Add(seen.Fingerprint(Ruleset.Decide(experiment, Rulesets.User(id), new Given(arm)))), $"{experiment.Key} {arm} {id}");
            }
        }
    }

    [Fact]
    public void A_table_of_a_given_size_knows_that_many_and_what_was_taken_out_is_new_again()
    {
        var ruleset = Ruleset.Compile(Rulesets.With(1) with { Experiments = [Rulesets.Running("one")] });
        var seen = new SeenExposures(8);
        var fingerprints = Enumerable.Range(0, 8).Select(i => seen.Fingerprint(Ruleset.Decide(ruleset.Experiments[0], Rulesets.User($"u-{i}")))).ToList();
        Assert.All(fingerprints, one => Assert.True(seen.Add(one)));
        Assert.All(fingerprints, one => Assert.False(seen.Add(one)));
        seen.Remove(fingerprints[3]);
        Assert.True(seen.Add(fingerprints[3]));
        Assert.All(fingerprints, one => Assert.False(seen.Add(one)));
        seen.Clear();
        Assert.All(fingerprints, one => Assert.True(seen.Add(one)));
    }

    /// <summary>Every unit has this arm already.</summary>
    private sealed class Given(int arm) : IStoredAssignments
    {
        public bool TryGetVariant(RulesetExperiment experiment, string unitId, out int armIndex)
        {
            armIndex = arm;
            return true;
        }
    }
}
