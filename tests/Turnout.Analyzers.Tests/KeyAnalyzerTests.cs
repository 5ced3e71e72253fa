namespace Turnout.Analyzers.Tests;

public sealed class KeyAnalyzerTests
{
    [Theory]
    [InlineData("""Use(flags.IsEnabled("checkout.new_ui", user));""")]
    [InlineData("""Use(flags.GetVariant("upgrade_button", user));""")]
    [InlineData("""var key = Console.ReadLine()!; Use(flags.IsEnabled(key, user));""")]
    [InlineData("""Use("checkout.new_iu");""")]
    public async Task Known_keys_and_computed_ones_are_passed_over(string statement)
    {
        using var code = Code.InMethod(statement);
        Assert.Empty(await code.WarningsAsync());
    }

    [Theory]
    [InlineData("""Use(flags.IsEnabled("checkout.new_iu", user));""")]
    [InlineData("""Use(flags.Get("checkout.new_iu", user, 1));""")]
    [InlineData("""Use(flags.GetDetails("checkout.new_iu", user, 1));""")]
    [InlineData("""Use(flags.Evaluate("checkout.new_iu", user));""")]
    [InlineData("""Use(flags.Handle("checkout.new_iu", false));""")]
    [InlineData("""Use(mine.IsEnabled("checkout.new_iu"));""")]
    [InlineData("""Use(mine.Get(fallback: 1, key: "checkout.new_iu"));""")]
    [InlineData("""route.RequireFlag("checkout.new_iu");""")]
    [InlineData("""const string key = "checkout." + "new_iu"; Own(key);""")]
    public async Task Unknown_flag_is_named_with_what_was_meant(string statement)
    {
        using var code = Code.InMethod(statement);
        Assert.Equal(["TURN001 There is no flag 'checkout.new_iu' in 'production'; did you mean 'checkout.new_ui'?"], await code.WarningsAsync());
    }

    [Theory]
    [InlineData("""Use(flags.GetVariant("upgrade-buton", user));""", "upgrade-buton")]
    [InlineData("""Use(flags.Decide("upgrade-buton", user));""", "upgrade-buton")]
    [InlineData("""flags.Expose("upgrade-buton", user);""", "upgrade-buton")]
    [InlineData("""Use(mine.AssignAsync("upgrade-buton"));""", "upgrade-buton")]
    [InlineData("""mine.TrackConversion("upgrade-buton", "clicked");""", "upgrade-buton")]
    public async Task Unknown_experiment_is_named(string statement, string key)
    {
        using var code = Code.InMethod(statement);
        Assert.Equal([$"TURN002 There is no experiment '{key}' in 'production'; did you mean 'upgrade_button'?"], await code.WarningsAsync());
    }

    [Fact]
    public async Task Flag_is_no_experiment_and_nothing_near_is_suggested()
    {
        using var code = Code.InMethod("""Use(flags.GetVariant("checkout.new_ui", user));""");
        Assert.Equal(["TURN002 There is no experiment 'checkout.new_ui' in 'production'"], await code.WarningsAsync());
    }

    [Fact]
    public async Task Archived_and_constant_ones_are_told()
    {
        using var code = Code.InMethod("""
            Use(flags.IsEnabled("old.banner", user));
            Use(flags.IsEnabled("new.menu", user));
            Use(flags.Get("theme", user, ""));
            Use(flags.GetVariant("last_year", user));
            """);
        Assert.Equal(
            [
                "TURN003 The flag 'old.banner' is archived",
                "TURN004 The flag 'new.menu' is true for everyone in 'production'",
                "TURN004 The flag 'theme' is \"dark\" for everyone in 'production'",
                "TURN003 The experiment 'last_year' is archived",
            ],
            await code.WarningsAsync());
    }

    [Fact]
    public async Task Without_a_list_nothing_is_said()
    {
        using var code = Code.InMethod("""Use(flags.IsEnabled("anything", user));""", list: null);
        Assert.Empty(await code.WarningsAsync());
    }

    [Theory]
    [InlineData("flag", "TURN005 turnout.flags.txt, line 1: 'flag' is not understood")]
    [InlineData("# fine\n\n{\"flags\":[]}", "TURN005 turnout.flags.txt, line 3: '{\"flags\":[]}' is not understood")]
    public async Task Broken_list_is_one_warning_with_its_line(string list, string warning)
    {
        using var code = Code.InMethod("""Use(flags.IsEnabled("anything", user));""", list);
        Assert.Equal([warning], await code.WarningsAsync());
    }

    [Fact]
    public async Task Words_of_a_newer_list_are_passed_over()
    {
        using var code = Code.InMethod("""Use(flags.IsEnabled("x", user));""", "environment e\nflag x boolean owner=team-3 archived");
        Assert.Equal(["TURN003 The flag 'x' is archived"], await code.WarningsAsync());
    }
}
