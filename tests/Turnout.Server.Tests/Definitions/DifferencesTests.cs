using Turnout.Server.Features.Definitions;

namespace Turnout.Server.Tests.Definitions;

public class DifferencesTests
{
    [Theory]
    [InlineData("""{"enabled":false}""", """{"enabled":true}""", "switched on")]
    [InlineData("""{"rollout":10}""", """{"rollout":12.5}""", "rollout 10 % → 12.5 %")]
    [InlineData("""{"description":"a"}""", """{"description":"b"}""", "description: “a” → “b”")]
    [InlineData("""{"allow":["a","b"]}""", """{"allow":["b","c","d"]}""", "allow: 2 added (c, d)|allow: 1 removed (a)")]
    [InlineData("""{"rules":[]}""", """{"rules":[{"if":{"attribute":"plan","op":"in","value":["pro","team"]},"serve":"on"}]}""", "rule 0 added: if plan is one of [pro, team] serve “on”")]
    [InlineData("""{"rules":[{"name":"x","if":null,"serve":{"rollout":20}}]}""", """{"rules":[{"name":"x","if":null,"serve":{"rollout":30}}]}""",
        "rule 0 changed: 'x': if everyone serve on for 20 % → 'x': if everyone serve on for 30 %")]
    [InlineData("""{"rules":[{"if":null,"serve":{"experiment":"e"}}]}""", """{"rules":[]}""", "rule 0 removed: if everyone serve experiment e")]
    [InlineData("""{"if":{"all":[{"segment":"s"},{"not":{"attribute":"age","op":"lt","value":18}}]}}""", """{"if":{"any":[{"attribute":"vip","op":"exists","value":true}]}}""",
        "if: in segment s and not (age < 18) → vip is there")]
    [InlineData("""{"updated_at":"x","key":"k"}""", """{"updated_at":"y","key":"k"}""", "")]
    public void A_difference_is_told_in_words(string before, string after, string words) =>
        Assert.Equal(words, string.Join("|", Differences.Of(before, after).Select(difference => difference.Words)));

    [Fact]
    public void A_new_item_tells_what_it_has_and_a_removed_one_that_it_goes()
    {
        Assert.Equal(["made new", "switched on", "rollout 5 %"], Differences.Of(null, """{"description":"","enabled":true,"rollout":5,"tags":[]}""").Select(difference => difference.Words));
        Assert.Equal(["removed"], Differences.Of("""{"enabled":true}""", null).Select(difference => difference.Words));
    }
}
