using System.Buffers;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

/// <summary>Evaluation allocates nothing: measured, not promised.</summary>
public sealed class AllocationTests
{
    private static readonly EvaluationContext Context = new()
    {
        UserId = "user-00000017", TeamId = "team-3", ["text"] = "alpha-beta", ["number"] = 41.5, ["whole"] = 1234567, ["truth"] = true,
        ["version"] = "2.10.3-rc.1", ["instant"] = "2026-03-01T12:00:00.123+02:00", ["list"] = new[] { "a", "b", "c" }, ["huge"] = 1.25e20,
    };

    private static readonly string[] Attributes = ["text", "number", "whole", "truth", "version", "instant", "list", "huge", "nowhere", "user_id", "team_id"];

    public static TheoryData<string> WireNames => [.. Operators.All];

    [Theory, MemberData(nameof(WireNames))]
    public void Operator_allocates_nothing_whatever_the_attribute(string wire)
    {
        var op = Operators.FromWire(wire);
        var conditions = Attributes.SelectMany(attribute => new[] { false, true }.Select(ignoreCase => new AttributeCondition
        {
            Attribute = attribute,
            Op = op,
            IgnoreCase = ignoreCase,
            Value = op.TakesList() ? default : op is Operator.Exists ? true : op is Operator.Before or Operator.After ? "2026-03-01" : op.ToWire().StartsWith("semver") ? "2.9.0" : op.TakesText() ? "a" : 41,
            Values = op.TakesList() ? ["a", "b", 41.5, .. Enumerable.Range(0, attribute.Length * 5).Select(i => (AttributeValue)i)] : null,
        }));
        var flags = conditions.Select((condition, i) => Build.Flag("f" + i) with { Audience = condition }).ToArray();
        AssertNothingAllocated(Build.Ruleset(flags));
    }

    [Theory, InlineData(BucketingAlgorithm.Murmur3), InlineData(BucketingAlgorithm.Sha256Percent), InlineData(BucketingAlgorithm.Sha256Modulo)]
    public void Algorithm_allocates_nothing(string algorithm)
    {
        var experiment = Build.Experiment("e", 25, 25, 25, 25) with { Algorithm = algorithm };
        var ruleset = Ruleset.Compile(Build.Definition(Build.FlagOf(experiment)) with { Experiments = [experiment] });
        AssertNothingAllocated(ruleset);
        AssertNothingAllocated(ruleset, new EvaluationContext { UserId = new string('ü', 256) });
    }

    [Fact]
    public void Flag_of_any_kind_allocates_nothing()
    {
        var full = Build.Experiment("full", 1, 1) with
        {
            If = Build.Where("text", Operator.Contains, "beta"), Traffic = 90, Layer = new("home", 0, 9_000), Unit = "team",
        };
        var colours = new VariantDefinition[] { new("red", FlagValue.From("#f00")), new("blue", FlagValue.From("#00f")) };
        FlagDefinition[] flags =
        [
            Build.Flag("on"), Build.Flag("off") with { Enabled = false }, Build.Flag("rollout") with { Rollout = 20 },
            Build.Flag("rollout-of-hundred") with { Rollout = 20, Algorithm = BucketingAlgorithm.Sha256Percent },
            Build.Flag("listed") with { Deny = ["x", "user-00000017"], Allow = [.. Enumerable.Range(0, 1_000).Select(i => "u" + i)] },
            Build.Flag("ruled") with
            {
                Rules =
                [
                    new(new AllCondition([Build.Among("text", "a", "b"), new NotCondition(new SegmentCondition("beta"))]), Build.Serve(true)),
                    new(new AnyCondition([Build.Where("number", Operator.Gt, 50), new SegmentCondition("beta")]), new ServeDefinition { Rollout = 30 }),
                ],
            },
            Build.Flag("dependent") with { Prerequisites = [new("on", ["on"]), new("ruled", ["on", "off"])] },
            Build.Flag("split") with { Type = FlagType.String, Variants = colours, Rules = [new(null, new ServeDefinition { Split = [new("red", 1), new("blue", 2)] })] },
            Build.FlagOf(full), Build.Flag("nowhere") with { Rules = [new(null, new ServeDefinition { Experiment = "none" })] },
        ];
        var ruleset = Ruleset.Compile(Build.Definition(flags) with
        {
            Experiments = [full], Holdout = new(5, "h"), Segments = [new("beta", Build.Where("text", Operator.EndsWith, "beta"))],
        });
        AssertNothingAllocated(ruleset);
        AssertNothingAllocated(ruleset, new EvaluationContext { TargetingKey = "k" });
        AssertNothingAllocated(ruleset, new EvaluationContext());
    }

    [Fact]
    public void Writing_all_flags_and_experiments_allocates_nothing_with_a_reused_buffer()
    {
        var experiment = Build.Experiment("e", 1, 1);
        var ruleset = Ruleset.Compile(Build.Definition([Build.FlagOf(experiment), .. Enumerable.Range(0, 200).Select(i => Build.Flag("flag-" + i) with { Rollout = i / 2.0 })])
            with { Experiments = [experiment] });
        var output = new ArrayBufferWriter<byte>(1 << 16);
        AssertNone(() =>
        {
            output.ResetWrittenCount();
            ruleset.WriteFlags(output, Context);
            ruleset.WriteExperiments(output, Context);
        });
        Assert.True(output.WrittenCount > 10_000);
    }

    [Fact]
    public void A_context_of_ten_values_takes_at_most_256_bytes()
    {
        static EvaluationContext Make(int i) => new()
        {
            UserId = "u", ["a"] = "1", ["b"] = i, ["c"] = true, ["d"] = "4", ["e"] = 5.5, ["f"] = "6", ["g"] = "7", ["h"] = "8", ["i"] = "9",
        };
        GC.KeepAlive(Make(0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) GC.KeepAlive(Make(i));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100.0, 1, 256);
    }

    private static void AssertNothingAllocated(Ruleset ruleset, EvaluationContext? context = null)
    {
        var keys = ruleset.Flags.Select(flag => flag.Key).ToArray();
        RulesetExperiment[] experiments = [.. ruleset.Experiments];
        AssertNone(() =>
        {
            foreach (var key in keys)
            {
                var evaluation = ruleset.Evaluate(key, context ?? Context);
                if (evaluation.Value is null || evaluation.Decision.ArmIndex > 100) throw new InvalidOperationException();
            }

            foreach (var experiment in experiments) Ruleset.Decide(experiment, context ?? Context);
        });
    }

    private static void AssertNone(Action action)
    {
        // Automata of patterns grow and caches of the runtime fill at first.
        for (var i = 0; i < 50; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
