using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests;

public sealed class FlagValueTests
{
    [Theory]
    [InlineData("true", FlagType.Boolean)]
    [InlineData("\"a\\u00e9\\n\"", FlagType.String)]
    [InlineData("1.10", FlagType.Number)]
    [InlineData("-1e5", FlagType.Number)]
    [InlineData("null", FlagType.Json)]
    [InlineData("[]", FlagType.Json)]
    [InlineData("""{"a":{"b":[1,"\"",null,true]},"c":""}""", FlagType.Json)]
    public void Value_keeps_the_text_it_was_written_with(string json, FlagType type)
    {
        var value = FlagValue.Parse(" " + json + "\n");
        Assert.Equal((json, type), (value.ToString(), value.Type));
        Assert.Equal(json, FlagValue.From(JsonDocument.Parse(json).RootElement).ToString());
        Assert.Equal(json, JsonSerializer.Serialize(value));
        Assert.True(value.Is(FlagType.Json));
        Assert.True(value.Is(type));
        Assert.Equal(type == FlagType.Boolean, value.Is(FlagType.Boolean));
    }

    [Fact]
    public void Blanks_between_tokens_are_dropped() =>
        Assert.Equal("""{"a":[1,{"b":" c "}],"d":{}}""", FlagValue.Parse("{ \"a\" : [ 1 ,\n{ \"b\":\" c \" } ] , \"d\" : { } }").ToString());

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("1", "true", false)]
    [InlineData("\"é\"", "\"\\u00e9\"", true)]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("null", "{}", false)]
    public void Values_are_equal_when_they_mean_the_same(string left, string right, bool equal)
    {
        var (first, second) = (FlagValue.Parse(left), FlagValue.Parse(right));
        Assert.Equal(equal, first.Equals(second));
        if (equal) Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul")]
    [InlineData("1e999")]
    [InlineData("\"\\ud800\"")]
    [InlineData("[\"\\udc00x\"]")]
    [InlineData("{\"\\ud800\":1}")]
    public void Value_that_is_none_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => FlagValue.Parse(json));

    [Fact]
    public void Values_from_code_are_what_they_say()
    {
        Assert.Equal(("a\"b", "true", 1.5), (FlagValue.From("a\"b").Text, FlagValue.From(true).ToString(), FlagValue.From(1.5).Number));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlagValue.From(double.NaN));
        Assert.Throws<ArgumentNullException>(() => FlagValue.From((string)null!));
    }
}
