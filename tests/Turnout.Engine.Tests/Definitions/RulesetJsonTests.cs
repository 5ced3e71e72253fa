using System.Reflection;
using System.Text;
using System.Text.Json;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Definitions;

public sealed class RulesetJsonTests
{
    // Every member has another value than its default: what the reader forgets is missed.
    private static readonly RulesetDefinition Full = new()
    {
        Environment = "production",
        Version = long.MaxValue,
        Holdout = new(2.5, "holdout"),
        Segments = [new("beta", Build.Where("plan", Operator.Equals, "beta"))],
        Flags =
        [
            new()
            {
                Key = "all.of-it_1", Type = FlagType.Json, Enabled = true, OffVariant = "a", OnVariant = "b", Unit = "team", Rollout = 12.345,
                Algorithm = BucketingAlgorithm.Sha256Percent, Salt = "pepper", Deny = ["d1", "d2"], Allow = ["用户"],
                Variants = [new("a", FlagValue.Parse("null")), new("b", FlagValue.Parse("""{"n":1.10,"s":"é\u00e9","l":[true,{}]}""")), new("c", FlagValue.From("text \"quoted\""))],
                Audience = new NotCondition(new AnyCondition([new SegmentCondition("beta"), new AllCondition([])])),
                Prerequisites = [new("other", ["on", "off"])],
                Rules =
                [
                    new(null, new ServeDefinition { Rollout = 0.5 }, "first"),
                    new(Build.Among("x", "a", 1.5, true), new ServeDefinition { Split = [new("a", 1), new("b", 2.5)] }),
                    new(new AttributeCondition { Attribute = "y", Op = Operator.Contains, Value = "Z", IgnoreCase = true }, new ServeDefinition { Experiment = "e" }),
                    new(Build.Where("n", Operator.Exists, false), new ServeDefinition { Value = FlagValue.Parse("""{"rollout":"no"}""") }),
                ],
            },
        ],
        Experiments =
        [
            new()
            {
                Key = "e", Status = ExperimentStatus.Paused, Unit = "visitor", Assignment = AssignmentType.Random, Algorithm = BucketingAlgorithm.Sha256Modulo,
                Salt = "s", Variants = [new("a", 0, FlagValue.From(-1.5e10)), new("b", 33.3)], Control = "b", Traffic = 0.001, Sensitive = true, EnrolmentClosed = true,
                If = Build.Where("user_id", Operator.Matches, "^a"), Layer = new("home", 5, 10_000),
            },
        ],
    };

    [Fact]
    public void Every_member_survives_being_written_and_read()
    {
        foreach (var definition in new object[] { Full, Full.Flags[0], Full.Experiments[0] }) AssertNothingIsDefault(definition);
        var json = Full.ToUtf8Json();
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(RulesetDefinition.Parse(json).ToUtf8Json()));
        AssertSame(Full, RulesetDefinition.Parse(json));
    }

    [Fact]
    public void The_fast_reader_and_the_serializer_read_the_same()
    {
        foreach (var json in new[] { Full.ToUtf8Json(), JsonSerializer.SerializeToUtf8Bytes(Full, DefinitionsJson.Default.RulesetDefinition) })
            AssertSame(JsonSerializer.Deserialize(json, DefinitionsJson.Strict.RulesetDefinition)!, RulesetDefinition.Parse(json));
    }

    [Fact]
    public void Defaults_are_left_out_and_come_back()
    {
        var plain = new RulesetDefinition { Environment = "e", Version = 1, Flags = [new() { Key = "f" }], Experiments = [new() { Key = "x" }] };
        var text = Encoding.UTF8.GetString(plain.ToUtf8Json());
        Assert.Contains("""{"key":"f","algorithm":"murmur3-v1"}""", text);
        Assert.Contains("""{"key":"x","algorithm":"murmur3-v1"}""", text);
        AssertSame(plain, RulesetDefinition.Parse(plain.ToUtf8Json()));
    }

    [Fact]
    public void Every_operator_and_kind_of_operand_survives()
    {
        AttributeValue[] values = ["text", 1.5, -0.0, 1e300, true, false, "", "é👩"];
        var conditions = Operators.All.Select(Operators.FromWire).SelectMany(op => values.Select(value => op.TakesList()
            ? new AttributeCondition { Attribute = "a b", Op = op, Values = [value, value] }
            : new AttributeCondition { Attribute = "a b", Op = op, Value = op == Operator.Exists ? true : value, IgnoreCase = true })).ToArray();
        var definition = Build.Definition([.. conditions.Select((condition, i) => Build.Flag("f" + i) with { Audience = condition })]);
        AssertSame(definition, RulesetDefinition.Parse(definition.ToUtf8Json()));
    }

    [Fact]
    public void Unknown_conditions_are_written_as_they_were_read()
    {
        const string Newer = """{"attribute":"x","op":"sounds_like","value":{"deep":[1,"\u00e9"]},"weight":1.10}""";
        var definition = Spec.Ruleset($$$"""{"environment":"e","version":1,"flags":[{"key":"f","audience":{"not":{{{Newer}}}}}]}""");
        var again = RulesetDefinition.Parse(definition.ToUtf8Json());
        var unknown = Assert.IsType<UnknownCondition>(Assert.IsType<NotCondition>(again.Flags[0].Audience).Part);
        Assert.Equal(Newer, unknown.Json);
    }

    [Theory]
    [InlineData("""{"environment":"e","version":1,"schema":2}""", "schema 2")]
    [InlineData("""{"environment":"e","version":1,"schema":0}""", "schema 0")]
    [InlineData("""{"environment":"e","version":1,"schema":99999999999}""", "schema")]
    [InlineData("""{"version":1}""", "environment")]
    [InlineData("""{"environment":"e"}""", "version")]
    [InlineData("""{"environment":"e","version":1.5}""", "version")]
    [InlineData("""{"environment":"e","version":1e99}""", "version")]
    [InlineData("""{"environment":null,"version":1}""", "environment")]
    [InlineData("""{"environment":"e","version":1,"flags":{}}""", "flags")]
    [InlineData("""{"environment":"e","version":1,"flags":[null]}""", "flag")]
    [InlineData("""{"environment":"e","version":1,"flags":[{}]}""", "key")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":1}]}""", "key")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","enabled":"yes"}]}""", "enabled")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","rollout":1e999}]}""", "rollout")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","deny":[null]}]}""", "list")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","variants":[{"key":"a"}]}]}""", "value")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","variants":[{"key":"a","value":1e999}]}]}""", "number")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","rules":[{"if":null}]}]}""", "serve")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","rules":[{"serve":{"rollout":1e999}}]}]}""", "rollout")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","rules":[{"serve":{"split":{"a":"1"}}}]}]}""", "'a'")]
    [InlineData("""{"environment":"e","version":1,"experiments":[{"key":"e","variants":[{"key":"a"}]}]}""", "weight")]
    [InlineData("""{"environment":"e","version":1,"segments":[{"key":"s"}]}""", "if")]
    [InlineData("""{"environment":"e","version":1,"segments":[{"key":"s","if":null}]}""", "if")]
    [InlineData("""{"environment":"e","version":1,"holdout":{"percent":1}}""", "salt")]
    [InlineData("[]", "object")]
    [InlineData("null", "object")]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("""{"environment":"e","version":1} {}""", "invalid")]
    [InlineData("""{"environment":"\ud800","version":1}""", "Unicode")]
    [InlineData("""{"environment":"e","version":1,"flags":[{"key":"f","variants":[{"key":"a","value":{"x":"\ud800"}}]}]}""", "Unicode")]
    public void Broken_document_is_refused_with_its_reason(string json, string reason)
    {
        var error = Assert.ThrowsAny<JsonException>(() => Spec.Ruleset(json));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Broken_utf8_and_deep_nesting_are_refused()
    {
        byte[] Around(ReadOnlySpan<byte> inner) => [.. "{\"environment\":\"e\",\"version\":1,\"flags\":[{\"key\":\"f\",\"variants\":[{\"key\":\"a\",\"value\":"u8, .. inner, .. "}]}]}"u8];
        Assert.ThrowsAny<JsonException>(() => RulesetDefinition.Parse(Around([(byte)'"', 0xC3, 0x28, (byte)'"'])));
        Assert.ThrowsAny<JsonException>(() => RulesetDefinition.Parse(Around([(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']'])));
        Assert.ThrowsAny<JsonException>(() => RulesetDefinition.Parse(Around(Encoding.ASCII.GetBytes(new string('[', 1_000) + new string(']', 1_000)))));
        Assert.Single(RulesetDefinition.Parse(Around(Encoding.ASCII.GetBytes(new string('[', 50) + new string(']', 50)))).Flags);
    }

    [Fact]
    public void Conditions_nested_too_deep_hold_for_nobody_in_a_ruleset_and_are_refused_from_a_person()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"not":""", depth)) + """{"all":[]}""" + new string('}', depth);
        var ruleset = Ruleset.Compile(Spec.Ruleset($$"""{"environment":"e","version":1,"flags":[{"key":"f","enabled":true,"audience":{{Nested(22)}}}]}"""));
        Assert.Equal("audience", ruleset.Evaluate("f", Build.Nobody).Rule);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(Nested(22), DefinitionsJson.Strict.Condition));
        Assert.NotNull(JsonSerializer.Deserialize(Nested(20), DefinitionsJson.Strict.Condition));
    }

    private static void AssertSame(RulesetDefinition expected, RulesetDefinition actual) =>
        Assert.Equal(
            JsonSerializer.Serialize(expected, DefinitionsJson.Default.RulesetDefinition),
            JsonSerializer.Serialize(actual, DefinitionsJson.Default.RulesetDefinition));

    private static void AssertNothingIsDefault(object definition)
    {
        var empty = definition is FlagDefinition ? new FlagDefinition { Key = "" }
            : definition is ExperimentDefinition ? new ExperimentDefinition { Key = "" } : (object)new RulesetDefinition { Environment = "", Version = 0 };
        foreach (var property in definition.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "Schema"))
            Assert.False(Equals(property.GetValue(empty), property.GetValue(definition)), property.Name);
    }
}
