using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests;

public sealed class EvaluationContextTests
{
    [Fact]
    public void Attributes_beyond_the_inline_ones_are_found_replaced_and_copied()
    {
        var context = new EvaluationContext { UserId = "u", TeamId = "t" };
        for (var i = 0; i < 60; i++) context["a" + i] = i;
        for (var i = 0; i < 60; i += 7) context["a" + i] = "again";
        var copy = context.Copy();
        copy["a5"] = copy["a50"] = "changed";
        copy.UserId = "other";
        for (var i = 0; i < 60; i++) Assert.Equal(i % 7 == 0 ? "again" : i, context["a" + i]);
        Assert.Equal(("changed", "changed", "other", "u", "t"), (copy["a5"].Text, copy["a50"].Text, copy.UserId, context.UserId, copy.TeamId));
        Assert.Equal(60, context.Attributes.Count());
    }

    [Fact]
    public void Ids_answer_to_their_names_and_are_text()
    {
        var context = new EvaluationContext { ["user_id"] = 17, ["team_id"] = "t", ["visitor_id"] = "v", ["targeting_key"] = 4 };
        Assert.Equal(("17", "t", "v", "4"), (context.UserId, context.TeamId, context.VisitorId, context.TargetingKey));
        Assert.Equal(("17", "4"), (context["user_id"].Text, context["targeting_key"].Text));
        Assert.Equal(["targeting_key"], context.Attributes.Select(pair => pair.Key));
        context.TeamId = null;
        Assert.False(context["team_id"].Exists);
    }

    [Fact]
    public void Targeting_key_stands_in_for_user_and_visitor_but_not_for_team()
    {
        var context = new EvaluationContext { TargetingKey = "k" };
        Assert.Equal(("k", "k", null, null), (context.UnitId("user"), context.UnitId("visitor"), context.UnitId("team"), context.UnitId("user_id")));
        context.UserId = "u";
        context.VisitorId = "v";
        Assert.Equal(("u", "v"), (context.UnitId("user"), context.UnitId("visitor")));
        context.UserId = "";
        Assert.Equal("k", context.UnitId("user"));
    }

    [Theory]
    [InlineData("account", "a-1")]
    [InlineData("number", "1234567890123456")]
    [InlineData("truth", "true")]
    [InlineData("list", null)]
    [InlineData("empty", null)]
    [InlineData("nowhere", null)]
    [InlineData("user_id", "u")]
    public void Unit_may_be_any_attribute(string unit, string? id) =>
        Assert.Equal(id, new EvaluationContext { UserId = "u", ["account"] = "a-1", ["number"] = 1234567890123456, ["truth"] = true, ["list"] = new[] { "a" }, ["empty"] = "" }.UnitId(unit));

    [Fact]
    public void Context_survives_being_written_and_read()
    {
        const string Json = """{"user_id":"9007199254740993","team_id":"t","visitor_id":"v","targeting_key":"k","text":"é","number":1.5,"truth":false,"list":["a","7"],"big":"123456789012345678901"}""";
        Assert.Equal(Json, JsonSerializer.Serialize(Read(Json), Readable));
    }

    [Fact]
    public void Ids_keep_every_digit_and_both_spellings_are_read()
    {
        var context = Read("""{"userId":9007199254740993,"teamId":7,"visitorId":1e3,"targetingKey":1.50,"list":[9007199254740993,1.0]}""");
        Assert.Equal(("9007199254740993", "7", "1000", "1.5"), (context.UserId, context.TeamId, context.VisitorId, context.TargetingKey));
        Assert.Equal("[9007199254740993, 1]", context["list"].ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"u\"")]
    [InlineData("""{"user_id":true}""")]
    [InlineData("""{"user_id":{}}""")]
    [InlineData("""{"user_id":""}""")]
    [InlineData("""{"user_id":"a\u0000"}""")]
    [InlineData("""{"user_id":"\ud800"}""")]
    [InlineData("""{"user_id":1e999}""")]
    [InlineData("""{"a":{"b":1}}""")]
    [InlineData("""{"a":[[1]]}""")]
    [InlineData("""{"a":[true]}""")]
    [InlineData("""{"a":[null]}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"a\u0007":1}""")]
    public void Context_that_is_none_is_refused(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void Context_limits_are_held()
    {
        string Ids(int length) => $$"""{"user_id":"{{new string('ä', length)}}"}""";
        Assert.Equal(256, Read(Ids(256)).UserId!.Length);
        Assert.Throws<JsonException>(() => Read(Ids(257)));
        string Attributes(int count) => "{" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"a{i}\":{i}")) + "}";
        Assert.Equal(ContextJson.MaxAttributes, Read(Attributes(ContextJson.MaxAttributes)).Attributes.Count());
        Assert.Throws<JsonException>(() => Read(Attributes(ContextJson.MaxAttributes + 1)));
    }

    [Fact]
    public void Values_are_equal_by_kind_and_value()
    {
        AttributeValue[] values = [default, "a", "5", 5, 5.5, true, false, new[] { "a" }, new[] { "a", "b" }];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++) Assert.Equal(i == j, values[i] == values[j]);
        }

        Assert.True((AttributeValue)new[] { "a" } == new[] { "a" });
        Assert.Equal(((AttributeValue)"x").GetHashCode(), ((AttributeValue)"x").GetHashCode());
        Assert.Equal("2026-03-01T10:00:00.5Z", ((AttributeValue)new DateTimeOffset(2026, 3, 1, 12, 0, 0, 500, TimeSpan.FromHours(2))).Text);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static EvaluationContext Read(string json) => JsonSerializer.Deserialize<EvaluationContext>(json)!;
}
