using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine.Tests.Targeting;

public sealed class TargetingLimitTests
{
    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(((((a{10}){10}){10}){10}){10}){10}")]
    [InlineData("a{100000}")]
    [InlineData("(a{2147483646}){2147483646}")]
    [InlineData("(x+x+)+y{5000,9000}(z{9000}){2}")]
    public void Pattern_of_a_huge_automaton_is_refused_and_harmless(string pattern)
    {
        Assert.False(RegexTest.TryCreate(pattern, false, out _, out var error));
        Assert.NotEmpty(error!);
        Assert.False(Build.Matches(Build.Where("x", Operator.Matches, pattern), new() { ["x"] = "aaaa" }));
    }

    [Fact]
    public void Endless_repeat_is_harmless() =>
        // The pattern language takes the largest integer for "any number".
        Assert.False(Build.Matches(Build.Where("x", Operator.Matches, "^a{2147483647}b$"), new() { ["x"] = new string('a', 10_000) }));

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(.*)*(.*)*(.*)*=")]
    [InlineData("^(a?){50}a{50}b$")]
    public void Pattern_that_would_backtrack_for_ever_finishes(string pattern) =>
        Assert.False(Build.Matches(Build.Where("x", Operator.Matches, pattern), new() { ["x"] = new string('a', 20_000) + "!" }));

    [Fact]
    public void Pattern_longer_than_the_limit_is_refused() => Assert.False(RegexTest.TryCreate(new string('a', 1_001), false, out _, out _));

    [Fact]
    public void Long_chain_of_segments_is_no_crash()
    {
        var segments = Enumerable.Range(0, 20_000)
            .Select(i => new SegmentDefinition("s" + i, i == 0 ? new AllCondition([]) : new SegmentCondition("s" + (i - 1)))).ToArray();
        Assert.True(Build.Matches(new SegmentCondition("s19"), Build.Nobody, segments));
        Assert.False(Build.Matches(new SegmentCondition("s20"), Build.Nobody, segments));
        Assert.False(Build.Matches(new NotCondition(new SegmentCondition("s19999")), Build.Nobody, segments));
    }

    [Fact]
    public void Segments_that_double_at_each_level_hold_for_nobody_instead_of_costing_a_million_comparisons()
    {
        var leaf = Build.Where("x", Operator.Equals, "never");
        var segments = Enumerable.Range(0, 19)
            .Select(i => new SegmentDefinition("s" + i, i == 0 ? new NotCondition(leaf) : new AllCondition([.. Enumerable.Repeat(new SegmentCondition("s" + (i - 1)), 4)]))).ToArray();
        Assert.True(Build.Matches(new SegmentCondition("s7"), Build.Nobody, segments));
        Assert.False(Build.Matches(new SegmentCondition("s18"), Build.Nobody, segments));
    }

    [Fact]
    public void Of_two_segments_with_one_key_the_first_counts() =>
        Assert.True(Build.Matches(new SegmentCondition("s"), Build.Nobody, new SegmentDefinition("s", new AllCondition([])), new SegmentDefinition("s", new AnyCondition([]))));

    [Fact]
    public void Big_lists_are_searched_whole_in_either_form()
    {
        foreach (var count in new[] { 1, 31, 32, 33, 100_000 })
        {
            var set = new TextSet([.. Enumerable.Range(0, count).Select(i => "u" + i)]);
            Assert.True(set.Contains("u" + (count - 1)));
            Assert.False(set.Contains("u" + count));
            Assert.False(set.Contains(""));
        }
    }

    [Fact]
    public void Texts_that_look_alike_in_length_and_three_characters_are_told_apart()
    {
        var set = new TextSet(["axmxb", "aymxb", "azmxb"]);
        Assert.True(set.Contains("aymxb"));
        Assert.True(set.Contains("azmxb"));
        Assert.False(set.Contains("awmxb"));
    }
}
