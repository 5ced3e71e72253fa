using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine.Tests.Targeting;

public class SemanticVersionTests
{
    [Fact]
    public void Versions_are_told_apart_the_short_way_as_the_long_way()
    {
        var random = new Random(1);
        string[] parts = ["0", "1", "2", "9", "10", "007", "999999", "1000000", "99999999999999999999", ".", ".", ".", ".", "-", "+", "v", "V", " ", "a", "beta", "\u0661", ""];
        Operator[] operators = [Operator.SemverEq, Operator.SemverGt, Operator.SemverGte, Operator.SemverLt, Operator.SemverLte];
        var held = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var (text, operand) = (Text(), Text());
            var order = SemanticVersion.TryParse(text, out var version) && SemanticVersion.TryParse(operand, out var other) ? version.CompareTo(other) : (int?)null;
            foreach (var op in operators)
            {
                var expected = op switch
                {
                    Operator.SemverEq => order == 0,
                    Operator.SemverGt => order > 0,
                    Operator.SemverGte => order >= 0,
                    Operator.SemverLt => order < 0,
                    _ => order <= 0,
                };
                var holds = new SemverTest(op, operand).Holds(text);
                if (holds != expected) Assert.Fail($"'{text}' {op} '{operand}' is {holds}");
                held += holds ? 1 : 0;
            }
        }
        Assert.True(held > 100_000);

        string Text() => random.Next(3) == 0
            ? string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]))
            : string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(9)])) + (random.Next(6) == 0 ? "-" + parts[random.Next(parts.Length)] : "");
    }
}
