namespace Turnout.Statistics.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Builds() => Assert.NotNull(typeof(PlaceholderTests).Assembly);
}
