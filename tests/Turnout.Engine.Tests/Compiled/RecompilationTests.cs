using System.Buffers;
using System.Text;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

/// <summary>A ruleset compiled after another takes over what did not change, and is the same as one compiled alone.</summary>
public sealed class RecompilationTests
{
    private static readonly EvaluationContext[] People = [.. Enumerable.Range(0, 20).Select(i => new EvaluationContext
    {
        UserId = "u" + i,
        ["plan"] = i % 2 == 0 ? "pro" : "free",
        ["age"] = i,
    })];

    private static RulesetDefinition Document() => new()
    {
        Environment = "e",
        Version = 1,
        Segments = [new("paying", Build.Where("plan", Operator.Equals, "pro")), new("grown", new AttributeCondition { Attribute = "age", Op = Operator.Gte, Value = 18 })],
        Experiments = [Build.Experiment("button", 1, 1), Build.Experiment("price", 1, 1, 1)],
        Flags =
        [
            Build.Flag("alone"),
            Build.Flag("driven") with { Type = FlagType.Json, Variants = [new("v0", FlagValue.Parse("0")), new("v1", FlagValue.Parse("1"))], Rules = [new(null, new ServeDefinition { Experiment = "button" })] },
            Build.Flag("later") with { Type = FlagType.Json, Variants = [new("v0", FlagValue.Parse("0")), new("v1", FlagValue.Parse("1"))], Rules = [new(null, new ServeDefinition { Experiment = "missing" })] },
            Build.Flag("needs") with { Prerequisites = [new("alone", ["on"])] },
            Build.Flag("part") with { Rollout = 40 },
            Build.Flag("paying") with { Audience = new SegmentCondition("paying") },
        ],
    };

    private static RulesetDefinition Read(RulesetDefinition definition) => RulesetDefinition.Parse(definition.ToUtf8Json());

    private static FlagDefinition[] With(RulesetDefinition definition, string key, Func<FlagDefinition, FlagDefinition> change) =>
        [.. definition.Flags.Select(flag => flag.Key == key ? change(flag) : flag)];

    private static string Answers(Ruleset ruleset)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var person in People)
        {
            ruleset.WriteFlags(output, person);
            ruleset.WriteExperiments(output, person);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void One_changed_flag_leaves_the_others_as_they_were()
    {
        var before = Ruleset.Compile(Read(Document()));
        var document = Document();
        var after = Ruleset.Compile(Read(document with { Version = 2, Flags = With(document, "part", flag => flag with { Rollout = 60 }) }), before);
        Assert.Same(before.FindFlag("alone"), after.FindFlag("alone"));
        Assert.Same(before.FindFlag("driven"), after.FindFlag("driven"));
        Assert.Same(before.FindExperiment("button"), after.FindExperiment("button"));
        Assert.NotSame(before.FindFlag("part"), after.FindFlag("part"));
        Assert.Equal(2, after.Version);
    }

    [Fact]
    public void Flag_follows_the_experiment_that_it_serves()
    {
        var before = Ruleset.Compile(Read(Document()));
        var document = Document();
        var after = Ruleset.Compile(Read(document with { Experiments = [Build.Experiment("button", 0, 1), Build.Experiment("missing", 0, 1), Build.Experiment("price", 1, 1, 1)] }), before);
        Assert.NotSame(before.FindFlag("driven"), after.FindFlag("driven"));
        Assert.All(People, person => Assert.Equal("v1", after.Evaluate("driven", person).Variant!.Key));
        Assert.All(People, person => Assert.Equal("v1", after.Evaluate("later", person).Variant!.Key));
        Assert.Same(before.FindExperiment("price"), after.FindExperiment("price"));
    }

    [Fact]
    public void Flag_follows_its_prerequisite()
    {
        var before = Ruleset.Compile(Read(Document()));
        var document = Document();
        var after = Ruleset.Compile(Read(document with { Flags = With(document, "alone", flag => flag with { Enabled = false }) }), before);
        Assert.Equal(Reason.PrerequisiteFailed, after.Evaluate("needs", People[0]).Reason);
        Assert.Equal(Reason.Static, before.Evaluate("alone", People[0]).Reason);
        Assert.NotEqual(Reason.PrerequisiteFailed, before.Evaluate("needs", People[0]).Reason);
    }

    [Fact]
    public void Changed_segment_changes_who_is_in()
    {
        var before = Ruleset.Compile(Read(Document()));
        var after = Ruleset.Compile(Read(Document() with { Segments = [new("paying", Build.Where("plan", Operator.Equals, "free")), new("grown", Build.Where("age", Operator.Equals, "1"))] }), before);
        Assert.True(before.Evaluate("paying", People[0]).Value!.Boolean);
        Assert.False(after.Evaluate("paying", People[0]).Value!.Boolean);
        Assert.True(after.Evaluate("paying", People[1]).Value!.Boolean);
    }

    [Fact]
    public void Copy_that_was_changed_in_memory_is_not_taken_for_what_was_read()
    {
        var read = Read(Document());
        var before = Ruleset.Compile(read);
        var after = Ruleset.Compile(read with { Flags = With(read, "alone", flag => flag with { Enabled = false }) }, before);
        Assert.False(after.Evaluate("alone", People[0]).Value!.Boolean);
    }

    [Fact]
    public void Chain_of_changes_gives_what_compiling_alone_gives()
    {
        var random = new Random(20260612);
        var document = Document();
        var ruleset = Ruleset.Compile(Read(document));
        for (var i = 0; i < 400; i++)
        {
            document = Changed(document, random);
            var read = Read(document);
            ruleset = Ruleset.Compile(read, ruleset);
            Assert.Equal(Answers(Ruleset.Compile(read)), Answers(ruleset));
            Assert.Equal(ruleset.Flags.Select(flag => flag.Key).Order(StringComparer.Ordinal), ruleset.Flags.Select(flag => flag.Key));
        }
    }

    private static RulesetDefinition Changed(RulesetDefinition document, Random random)
    {
        var flags = document.Flags.ToList();
        var experiments = document.Experiments.ToList();
        var place = random.Next(flags.Count);
        switch (random.Next(9))
        {
            case 0: flags[place] = flags[place] with { Rollout = random.Next(101) }; break;
            case 1: flags[place] = flags[place] with { Enabled = !flags[place].Enabled }; break;
            case 2: flags.Insert(place, Build.Flag("new" + random.Next(8)) with { Rollout = random.Next(101) }); break;
            case 3 when flags.Count > 3: flags.RemoveAt(place); break;
            case 4: flags[place] = flags[place] with { Prerequisites = [new(flags[random.Next(flags.Count)].Key, ["on"])] }; break;
            case 5: flags[place] = flags[place] with { Rules = [new(null, new ServeDefinition { Experiment = random.Next(2) == 0 ? "button" : "missing" })] }; break;
            case 6: return document with { Segments = [new("paying", Build.Where("plan", Operator.Equals, random.Next(2) == 0 ? "pro" : "free"))] };
            case 7: return document with { Holdout = random.Next(3) == 0 ? null : new(random.Next(50), "h") };
            default:
                experiments.RemoveAll(experiment => experiment.Key == "missing");
                if (random.Next(2) == 0) experiments.Add(Build.Experiment("missing", random.Next(3), 1));
                break;
        }

        return document with { Flags = flags, Experiments = experiments };
    }
}
