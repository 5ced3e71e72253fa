using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Definitions;

/// <summary>What a person writes is read strictly.</summary>
public sealed class StrictReadingTests
{
    [Theory]
    [InlineData("""{"key":"f","enabeld":true}""", "enabeld")]
    [InlineData("""{"key":"f","enabled":true,"enabled":false}""", "enabled")]
    [InlineData("""{"key":"f","rules":[{"if":null,"serve":true,"when":1}]}""", "when")]
    [InlineData("""{"key":"f","variants":[{"key":"a","value":1,"weight":1}]}""", "weight")]
    [InlineData("""{"key":"f","audience":{"atribute":"x","op":"equals","value":1}}""", "atribute")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals"}}""", "value")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"in","value":"a"}}""", "list")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals","value":["a"]}}""", "list")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals","value":null}}""", "text")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals","value":{}}}""", "text")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"in","value":[[]]}}""", "text")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","attribute":"y","op":"equals","value":1}}""", "twice")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals","value":1,"all":[]}}""", "not several")]
    [InlineData("""{"key":"f","audience":{"all":[],"any":[]}}""", "only one")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","op":"equals","value":1e999}}""", "large")]
    [InlineData("""{"key":"f","audience":{"all":{}}}""", "list")]
    [InlineData("""{"key":"f","audience":{"all":[null]}}""", "object")]
    [InlineData("""{"key":"f","audience":{}}""", "attribute")]
    [InlineData("""{"key":"f","audience":[]}""", "object")]
    [InlineData("""{"key":"f","audience":{"plans":["a"],"attribute":"x"}}""", "Cal.com")]
    [InlineData("""{"key":"f","audience":{"attribute":"x","plans":["a"]}}""", "plans")]
    [InlineData("""{"key":"f","audience":{"plans":"a"}}""", "list")]
    [InlineData("""{"key":"f","audience":{"excludeOrganizations":1}}""", "true or false")]
    [InlineData("""{"key":"f","audience":{"userAttributes":[]}}""", "object")]
    [InlineData("""{"key":"f","type":"bool"}""", "type")]
    [InlineData("""{"enabled":true}""", "key")]
    [InlineData("""{"key":null}""", "key")]
    [InlineData("""{"key":"f","rollout":"20"}""", "rollout")]
    [InlineData("""{"key":"f","rules":[{"if":null,"serve":null}]}""", "serve")]
    public void Flag_with_a_mistake_is_refused_and_the_mistake_named(string json, string named)
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, DefinitionsJson.Strict.FlagDefinition));
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"key":"e","variants":[],"trafic":5}""", "trafic")]
    [InlineData("""{"key":"e","status":"runing"}""", "status")]
    [InlineData("""{"key":"e","variants":[{"key":"a"}]}""", "weight")]
    [InlineData("""{"key":"e","layer":{"key":"l","from":0}}""", "to")]
    public void Experiment_with_a_mistake_is_refused_and_the_mistake_named(string json, string named)
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, DefinitionsJson.Strict.ExperimentDefinition));
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Segment_with_a_mistake_is_refused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"key":"s","if":{"all":[]},"than":1}""", DefinitionsJson.Strict.SegmentDefinition));

    [Fact]
    public void Unknown_operator_is_left_to_the_check_which_lists_the_known_ones()
    {
        var condition = JsonSerializer.Deserialize("""{"attribute":"x","op":"eq","value":1}""", DefinitionsJson.Strict.Condition)!;
        var error = Assert.Single(Checks.ConditionCheckTests.Errors(condition));
        Assert.Equal(("if.op", "unknown_operator"), (error.Member, error.Code));
        Assert.Contains("semver_gte", error.Message);
    }

    [Theory]
    [InlineData("true", """{"value":true}""")]
    [InlineData("\"blue\"", """{"value":"blue"}""")]
    [InlineData("1.50", """{"value":1.50}""")]
    [InlineData("""{"rollout":20}""", """{"rollout":20}""")]
    [InlineData("""{"split":{"a":1,"b":2.5}}""", """{"split":{"a":1,"b":2.5}}""")]
    [InlineData("""{"experiment":"e"}""", """{"experiment":"e"}""")]
    [InlineData("""{"rollout":"20"}""", """{"value":{"rollout":"20"}}""")]
    [InlineData("""{"rollout":20,"more":1}""", """{"value":{"rollout":20,"more":1}}""")]
    [InlineData("""{"layout":{"columns":[1,2,{}]}}""", """{"value":{"layout":{"columns":[1,2,{}]}}}""")]
    [InlineData("{ }", """{"value":{}}""")]
    [InlineData("[1, [ ]]", """{"value":[1,[]]}""")]
    public void Serve_is_read_in_each_of_its_forms_and_written_back(string json, string meaning)
    {
        var serve = JsonSerializer.Deserialize<ServeDefinition>(json)!;
        var parts = new List<string>();
        if (serve.Value is { } value) parts.Add($"\"value\":{value}");
        if (serve.Rollout is { } rollout) parts.Add($"\"rollout\":{rollout}");
        if (serve.Split is { } split) parts.Add($"\"split\":{{{string.Join(",", split.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}");
        if (serve.Experiment is { } experiment) parts.Add($"\"experiment\":\"{experiment}\"");
        Assert.Equal(meaning, $"{{{string.Join(",", parts)}}}");
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonSerializer.SerializeToElement(serve)));
    }
}
