namespace Turnout.Analyzers.Tests;

/// <summary>ON stands for a flag that is true for everyone, OFF for an archived one that is false. What comes out is compiled without a warning.</summary>
public sealed class DeadBranchTests
{
    [Theory]
    [InlineData("if (ON) Use(1); else Use(2);", "Use(1);")]
    [InlineData("if (OFF) Use(1); else Use(2);", "Use(2);")]
    [InlineData("if (!ON) Use(1); else Use(2);", "Use(2);")]
    [InlineData("if (OFF) Use(1);", "")]
    [InlineData("if (ON) { Use(1); Use(2); }", "Use(1);\nUse(2);")]
    [InlineData("if (ON) { } else { Use(2); }", "")]
    [InlineData("if (other) Use(1); else if (ON) Use(2); else Use(3);", "if (other) Use(1); else Use(2);")]
    [InlineData("if (other) Use(1); else if (OFF) Use(2);", "if (other) Use(1);")]
    [InlineData("if (ON) return 1; Use(2);", "return 1;")]
    [InlineData("if (!ON) return 1; Use(2);", "Use(2);")]
    [InlineData("if (other) if (ON) Use(1);", "if (other) Use(1);")]
    [InlineData("while (other) { if (ON) { Use(1); break; } Use(2); }", "while (other) { Use(1); break; }")]
    public async Task Branch_that_never_runs_is_removed(string before, string after) => await IsAsync(before, after);

    [Theory]
    [InlineData("Use(ON ? 1 : 2);", "Use(1);")]
    [InlineData("Use(OFF ? 1 : 2);", "Use(2);")]
    [InlineData("Use(ON && other);", "Use(other);")]
    [InlineData("Use(OFF && asked());", "Use(false);")]
    [InlineData("Use(ON || asked());", "Use(true);")]
    [InlineData("Use(OFF || (other && asked()));", "Use(other && asked());")]
    [InlineData("Use(other && ON);", "Use(other);")]
    [InlineData("Use(other && OFF);", "Use(false);")]
    [InlineData("if (other || !(OFF)) Use(1); else Use(2);", "Use(1);")]
    [InlineData("if (ON && other) Use(1);", "if (other) Use(1);")]
    [InlineData("var on = ON; Use(on);", "var on = true; Use(on);")]
    [InlineData("Use(ON == other);", "Use(true == other);")]
    public async Task Expression_around_it_becomes_simpler(string before, string after) => await IsAsync(before, after);

    [Fact]
    public async Task What_may_do_something_still_runs() => await IsAsync("if (asked() && OFF) Use(1);", "if (asked() && false) Use(1);", mayWarn: true);

    [Fact]
    public async Task Names_that_would_meet_keep_their_braces() =>
        await IsAsync("if (ON) { var x = 1; Use(x); } { var x = 2; Use(x); }", "{ var x = 1; Use(x); }\n{ var x = 2; Use(x); }");

    [Fact]
    public async Task Local_functions_behind_a_return_stay() =>
        await IsAsync("if (ON) return Two(); Use(1); int Two() => 2;", "return Two(); int Two() => 2;");

    [Fact]
    public async Task Comment_before_it_stays_on_its_line()
    {
        using var code = Code.InMethod("        // Why we ask.\n        if (mine.IsEnabled(\"new.menu\")) Use(1);");
        Assert.StartsWith("// Why we ask.\nUse(1);\n", await code.FixedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Use(flags.Get("new.menu", user, false));""")]
    [InlineData("""Use(flags.Handle("new.menu", false));""")]
    [InlineData("""Use(flags.Get("theme", user, ""));""")]
    [InlineData("""route.RequireFlag("new.menu");""")]
    public async Task Only_calls_that_answer_with_the_value_are_fixed(string statement)
    {
        using var code = Code.InMethod(statement);
        Assert.NotEmpty(await code.WarningsAsync());
        Assert.Null(await code.FixedAsync());
    }

    private static async Task IsAsync(string before, string after, bool mayWarn = false)
    {
        using var code = Code.InMethod("        " + before
            .Replace("ON", "mine.IsEnabled(\"new.menu\")", StringComparison.Ordinal)
            .Replace("OFF", "flags.IsEnabled(\"old.banner\", user)", StringComparison.Ordinal));
        var expected = after.Contains("return", StringComparison.Ordinal) ? after : (after + "\nreturn 0;").TrimStart('\n');
        Assert.Equal(Bare(expected), Bare((await code.FixedAsync(mayWarn))!));
    }

    // Where lines end is the formatter's to say; what stands in them is compared, and comments keep their line.
    private static string Bare(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
