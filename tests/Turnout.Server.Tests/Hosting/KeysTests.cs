using Turnout.Server.Hosting;

namespace Turnout.Server.Tests.Hosting;

public class KeysTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("checkout.upgrade-button_2")]
    [InlineData("A--..__")]
    public void A_key_of_letters_digits_and_marks_is_valid(string key) => Assert.Null(Keys.Check(key));

    [Fact]
    public void A_key_has_at_most_128_characters()
    {
        Assert.Null(Keys.Check(new string('a', 128)));
        Assert.Equal("invalid_key", Keys.Check(new string('a', 129))?.Code);
        Assert.Equal("invalid_key", Keys.Check(new string('a', 300))?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("_a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a%2Fb")]
    [InlineData("ä")]
    [InlineData("a🚂")]
    [InlineData("٣")]
    public void Any_other_key_is_invalid_and_names_its_member(string? key)
    {
        var problem = Keys.Check(key, "metric");
        Assert.Equal(("invalid_key", 400), (problem!.Code, problem.Status));
        Assert.Contains("metric", problem.Errors!.Keys);
    }
}
