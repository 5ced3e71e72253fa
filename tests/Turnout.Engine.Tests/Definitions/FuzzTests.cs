using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Definitions;

/// <summary>Whatever comes in, it is a ruleset or a <see cref="JsonException"/>; and whatever is a ruleset can be evaluated, written and checked.</summary>
public sealed class FuzzTests
{
    private static readonly byte[] Seed = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "spec", "evaluation.json"));

    [Fact]
    public void Documents_with_bytes_overwritten_are_read_or_refused()
    {
        var text = JsonDocument.Parse(Seed).RootElement.GetProperty("ruleset").GetRawText();
        var original = Encoding.UTF8.GetBytes(text);
        byte[] interesting = [0, (byte)'"', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)',', (byte)':', (byte)'\\', (byte)'0', (byte)'9', (byte)'-', (byte)'e', 0x80, 0xC3, 0xED, 0xFF, (byte)'n', (byte)'t'];
        var random = new Random(20261121);
        for (var i = 0; i < 3_000; i++)
        {
            var json = original.ToArray();
            for (var n = random.Next(1, 5); n > 0; n--) json[random.Next(json.Length)] = interesting[random.Next(interesting.Length)];
            Survive(json);
        }
    }

    [Fact]
    public void Documents_made_of_the_right_words_in_the_wrong_places_are_read_or_refused()
    {
        var random = new Random(11);
        for (var i = 0; i < 3_000; i++)
            Survive(Encoding.UTF8.GetBytes($$"""{"environment":"e","version":1,"flags":[{{Value(random, 0)}},{"key":"f","enabled":true,"audience":{{Value(random, 0)}},"rules":[{"if":{{Value(random, 0)}},"serve":{{Value(random, 0)}}}]}],"experiments":[{{Value(random, 0)}}],"segments":[{{Value(random, 0)}}]}"""));
    }

    [Fact]
    public void Any_bytes_are_refused_or_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Survive(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_survives_as_key_value_salt_and_id() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var flag = Build.Flag(text.Get) with
            {
                Type = FlagType.String, Variants = [new(text.Get, FlagValue.From(text.Get))], Salt = text.Get, Deny = [text.Get],
                Audience = Build.Where(text.Get, Operator.Matches, text.Get), Rollout = 50,
            };
            var ruleset = Build.Ruleset(flag);
            ruleset.Evaluate(text.Get, new() { UserId = text.Get, [text.Get] = text.Get });
            FlagCheck.Errors(flag, new(_ => true, _ => null, _ => null));
            Survive(Build.Definition(flag).ToUtf8Json());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Contexts_of_any_json_are_read_or_refused()
    {
        var random = new Random(12);
        for (var i = 0; i < 5_000; i++)
        {
            try
            {
                var context = JsonSerializer.Deserialize<EvaluationContext>(Value(random, 0));
                if (context is not null) JsonSerializer.Serialize(context);
            }
            catch (JsonException)
            {
            }
        }
    }

    private static void Survive(byte[] json)
    {
        RulesetDefinition definition;
        try
        {
            definition = RulesetDefinition.Parse(json);
        }
        catch (JsonException)
        {
            return;
        }

        var ruleset = Ruleset.Compile(definition);
        var context = new EvaluationContext { UserId = "u-1", ["plan"] = "pro", ["x"] = 1 };
        foreach (var flag in ruleset.Flags)
        {
            Assert.NotNull(ruleset.Evaluate(flag.Key, context).Rule ?? "an error");
            ruleset.Explain(flag.Key, context);
        }

        foreach (var experiment in ruleset.Experiments) Ruleset.Decide(experiment, context);
        foreach (var flag in definition.Flags) FlagCheck.Errors(flag, new(_ => true, _ => null, _ => null));
        foreach (var experiment in definition.Experiments) ExperimentCheck.Errors(experiment, new(_ => true, _ => null, _ => null));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ruleset.WriteFlags(output, context);
        using var answer = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(ruleset.Flags.Count, answer.RootElement.EnumerateObject().Count());
        RulesetDefinition.Parse(definition.ToUtf8Json());
    }

    private static readonly string[] Members =
    [
        "key", "type", "enabled", "variants", "off_variant", "unit", "deny", "audience", "rules", "rollout", "algorithm", "salt", "prerequisites", "if", "serve",
        "value", "split", "experiment", "attribute", "op", "all", "any", "not", "segment", "ignore_case", "weight", "traffic", "layer", "from", "to", "status",
        "plans", "teamIds", "userAttributes", "user_id", "userId", "targeting_key", "x", "\\ud800", "\\u0000",
    ];

    private static readonly string[] Scalars =
        ["null", "true", "false", "0", "-0", "1e999", "-1e-999", "9007199254740993", "1e308", "\"\"", "\"f\"", "\"equals\"", "\"in\"", "\"matches\"", "\"(\"", "\"running\"", "\"sha256-modulo\"", "\"murmur3-v1\"", "\"\\ud83d\"", "\"\\u0001\"", "\"json\""];

    private static string Value(Random random, int depth) => (depth > 4 ? 0 : random.Next(4)) switch
    {
        1 => $"[{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        2 or 3 => $"{{{string.Join(",", Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Members[random.Next(Members.Length)]}\":{Value(random, depth + 1)}"))}}}",
        _ => Scalars[random.Next(Scalars.Length)],
    };
}
