using Turnout.Statistics.Inspection.Verification;

namespace Turnout.Statistics.Tests.Inspection;

/// <summary>The Monte Carlo plan in its shorter form: the same checks as `turnout verify-statistics`, fewer replicates, wider bands, fixed seed.</summary>
public class AcceptancePlanTests
{
    public static TheoryData<string> Letters => new(AcceptancePlan.Letters);

    [Theory]
    [MemberData(nameof(Letters))]
    public void Check_passes(string letter)
    {
        var rows = AcceptancePlan.Run(letter, new Effort(letter == "R" ? 60 : 1500)).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Passed, $"{row.What}: {row.Got} is not within {row.Low} to {row.High}"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var first = Got(1);

        Assert.Equal(first, Got(1));
        Assert.NotEqual(first, Got(2));

        static double[] Got(ulong seed) => AcceptancePlan.Run("P", new Effort(200, seed)).Select(row => row.Got).ToArray();
    }

    [Fact]
    public void Binomial_dice_have_the_binomials_mean_and_variance()
    {
        var dice = new Dice(1, 2, 3);
        var all = default(Moments);
        for (var i = 0; i < 20_000; i++)
            all = all.Add(dice.Binomial(1000, 0.3));

        // Four standard errors: 4·√(210/20000), and 4·210·√(2/20000).
        Assert.Equal(300, all.Mean, 0.41);
        Assert.Equal(210, all.Variance, 8.4);
    }
}
