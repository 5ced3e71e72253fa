using Turnout.Server.Hosting;

namespace Turnout.Server.Tests.Hosting;

public class PagingTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ключ")]
    [InlineData("a\"b\\c")]
    [InlineData("")]
    public void A_cursor_gives_back_what_it_was_made_of(string key) =>
        Assert.Equal([key, "17"], Cursor.TryRead(Cursor.Write(key, "17"), 2)!);

    [Fact]
    public void A_cursor_of_another_list_is_no_cursor() => Assert.Null(Cursor.TryRead(Cursor.Write("a", "b"), 1));

    [Fact]
    public void A_huge_cursor_is_no_cursor() => Assert.Null(Cursor.TryRead(new string('A', 100_000), 1));

    [Fact]
    public void A_page_of_fewer_rows_than_asked_for_is_the_last()
    {
        var page = Page.Of([1, 2], new PageRequest(2, null), row => row, row => [$"{row}"]);
        Assert.Equal([1, 2], page.Items);
        Assert.Null(page.Next);
    }

    [Fact]
    public void A_page_shows_its_limit_and_points_past_its_last_item()
    {
        var page = Page.Of([1, 2, 3], new PageRequest(2, null), row => row, row => [$"{row}"]);
        Assert.Equal([1, 2], page.Items);
        Assert.Equal(["2"], Cursor.TryRead(page.Next!, 1)!);
    }
}
