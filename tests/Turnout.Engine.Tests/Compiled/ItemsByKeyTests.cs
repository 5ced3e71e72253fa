using FsCheck;
using FsCheck.Fluent;

namespace Turnout.Engine.Tests.Compiled;

/// <summary>Every key is found and no other, wherever in the key lies what tells it from the others.</summary>
public sealed class ItemsByKeyTests
{
    // Keys as teams write them: alike in front, alike behind, and different for a few characters in between.
    private static readonly Gen<string> Parts = Gen.Elements('a', 'b', '.', 'é').ListOf().Select(chars => string.Concat(chars));
    private static readonly Gen<string[]> Keys =
        from front in Parts from back in Parts from between in Parts.ListOf() select between.Select(part => front + part + back).Distinct().ToArray();

    [Fact]
    public void Every_key_is_found_and_no_other() =>
        Prop.ForAll(Keys.ToArbitrary(), keys =>
        {
            var table = new ItemsByKey<string>(keys, keys);
            return keys.Select((key, place) => Copy(table.Find(key)) == key && table.PlaceOf(Copy(key)!) == place).All(found => found)
                && keys.SelectMany(Others).Except(keys).All(other => table.Find(other) is null && table.PlaceOf(other) == -1);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "")]
    [InlineData("checkout.", "")]
    [InlineData("", ".enabled")]
    [InlineData("checkout.", ".is_enabled_for_all_teams_of_the_company_and_those_who_work_with_it")]
    public void A_thousand_keys_that_are_alike_in_front_or_behind_are_found(string front, string back)
    {
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(i => $"{front}{i}{back}")];
        var table = new ItemsByKey<string>(keys, keys);
        Assert.All(keys, key => Assert.Same(key, table.Find(Copy(key)!)));
        Assert.Null(table.Find($"{front}1000{back}"));
    }

    [Fact]
    public void Items_are_replaced_under_the_same_keys()
    {
        string[] keys = ["b", "a", "c"];
        var table = new ItemsByKey<string>(keys, ["b1", "a1", "c1"]);
        var next = table.With(["b2", "a1", "c2"]);
        Assert.Equal(["b1", "a1", "c1"], keys.Select(table.Find));
        Assert.Equal(["b2", "a1", "c2"], keys.Select(next.Find));
        Assert.Equal([0, 1, 2, -1], new[] { "b", "a", "c", "d" }.Select(next.PlaceOf));
    }

    [Fact]
    public void An_empty_table_has_nothing() => Assert.Null(new ItemsByKey<string>([], []).Find("a"));

    [Fact]
    public void A_key_that_is_null_is_the_callers_mistake() => Assert.Throws<ArgumentNullException>(() => new ItemsByKey<string>(["a"], ["a"]).Find(null!));

    // One character more, less, or another one.
    private static IEnumerable<string> Others(string key)
    {
        yield return key + "a";
        for (var i = 0; i < key.Length; i++)
        {
            yield return key.Remove(i, 1);
            yield return key[..i] + 'z' + key[(i + 1)..];
        }
    }

    // A text of its own: callers do not have the ruleset's.
    private static string? Copy(string? key) => key is null ? null : new string(key);
}
