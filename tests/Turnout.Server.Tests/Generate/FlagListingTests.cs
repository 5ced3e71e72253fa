using System.Text.Json;
using Turnout.Generate;

namespace Turnout.Server.Tests.Generate;

public sealed class FlagListingTests
{
    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    static string Line(string flag) => FlagListing.Write("e", [Json(flag)], []).TrimEnd('\n').Split('\n')[2];

    [Fact]
    public void Each_line_says_key_type_and_variants()
    {
        var text = FlagListing.Write(
            "production",
            [Json("""{"key":"b","type":"number","enabled":false}"""), Json("""{"key":"a.x","type":"boolean","enabled":true,"rollout":20}""")],
            [
                Json("""{"key":"old","status":"archived","variants":[{"key":"control"},{"key":"b"}]}"""),
                Json("""{"key":"button","status":"running","variants":[{"key":"control"},{"key":"urgent"}]}"""),
            ]);
        Assert.Equal(
            """
            # Written by `turnout generate --list`; do not edit.
            environment production
            flag a.x boolean
            flag b number
            experiment button control,urgent
            experiment old control,b archived

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("""{"key":"f","type":"boolean","enabled":true,"rollout":100}""", "flag f boolean always=true")]
    [InlineData("""{"key":"f","type":"string","enabled":true,"variants":[{"key":"off","value":""},{"key":"on","value":"so it is"}]}""", "flag f string always=\"so\\u0020it\\u0020is\"")]
    [InlineData("""{"key":"f","type":"boolean","enabled":true,"deny":["u"]}""", "flag f boolean")]
    [InlineData("""{"key":"f","type":"boolean","enabled":true,"critical":true}""", "flag f boolean")]
    [InlineData("""{"key":"f","type":"boolean","enabled":false}""", "flag f boolean")]
    [InlineData("""{"key":"f","type":"boolean","enabled":false,"tags":["archived"]}""", "flag f boolean archived always=false")]
    [InlineData("""{"key":"f","type":"boolean","enabled":true,"rollout":5,"tags":["archived"]}""", "flag f boolean archived")]
    public void What_is_the_same_for_everyone_is_said_where_it_is_not_a_switch(string flag, string line) => Assert.Equal(line, Line(flag));
}
