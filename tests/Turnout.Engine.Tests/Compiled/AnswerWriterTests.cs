using System.Buffers;
using System.Text;
using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

public sealed class AnswerWriterTests
{
    [Fact]
    public void Every_flag_of_the_golden_ruleset_is_written_as_it_is_evaluated()
    {
        var ruleset = Ruleset.Compile(Spec.Ruleset(Spec.Read("evaluation.json").GetProperty("ruleset").GetRawText()));
        foreach (var c in Spec.Cases("evaluation.json", "cases"))
        {
            var context = c.Context();
            var written = Write(output => ruleset.WriteFlags(output, context));
            Assert.Equal(ruleset.Flags.Select(flag => flag.Key), written.EnumerateObject().Select(member => member.Name));
            foreach (var flag in ruleset.Flags)
            {
                var (answer, evaluation) = (written.GetProperty(flag.Key), ruleset.Evaluate(flag.Key, context));
                Assert.True(JsonElement.DeepEquals(evaluation.Value!.ToJsonElement(), answer.GetProperty("value")));
                Assert.Equal(evaluation.Variant!.Key, answer.GetProperty("variant").GetString());
                Assert.Equal(evaluation.Reason.ToWire(), answer.GetProperty("reason").GetString());
                Assert.Equal(evaluation.Decision.IsIn ? evaluation.Decision.Experiment!.Key : null, answer.TryGetProperty("experiment", out var key) ? key.GetString() : null);
            }

            var experiments = Write(output => ruleset.WriteExperiments(output, context));
            Assert.Equal(
                ruleset.Experiments.Select(e => (e.Key, Ruleset.Decide(e, context).Variant)).Where(pair => pair.Variant is not null),
                experiments.EnumerateObject().Select(member => (member.Name, member.Value.GetString())));
        }
    }

    [Fact]
    public void Keys_and_values_that_need_escapes_are_escaped()
    {
        var key = "quote\"back\\slash\n<é>👩";
        var flag = Build.Flag(key) with { Type = FlagType.String, Variants = [new(key, FlagValue.From(key))] };
        var answer = Write(output => Build.Ruleset(flag).WriteFlags(output, Build.Nobody)).GetProperty(key);
        Assert.Equal((key, key), (answer.GetProperty("value").GetString(), answer.GetProperty("variant").GetString()));
    }

    [Fact]
    public void Values_larger_than_a_chunk_are_written_whole()
    {
        var text = new string('x', 100_000);
        var flag = Build.Flag("big") with { Type = FlagType.String, Variants = [new("v", FlagValue.From(text))] };
        Assert.Equal(text, Write(output => Build.Ruleset(flag, Build.Flag("after")).WriteFlags(output, Build.Nobody)).GetProperty("big").GetProperty("value").GetString());
    }

    [Fact]
    public void No_flags_are_an_empty_object()
    {
        Assert.Equal("{}", Write(output => Build.Ruleset().WriteFlags(output, Build.Nobody)).GetRawText());
        Assert.Equal("{}", Write(output => Ruleset.Empty("e").WriteExperiments(output, Build.Nobody)).GetRawText());
    }

    private static JsonElement Write(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return JsonDocument.Parse(Encoding.UTF8.GetString(output.WrittenSpan)).RootElement;
    }
}
