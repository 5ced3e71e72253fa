using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Sequential;

public class GroupSequentialTests
{
    [Theory]
    // Two-sided 0.05, five equally spaced looks: Reboussin, DeMets, Kim and Lan (2000), Controlled Clinical Trials 21. Their quadrature leaves
    // one unit in the fourth digit, as the exact second looks below show.
    [InlineData(SpendingRule.OBrienFleming, 4.8769, 3.3569, 2.6803, 2.2898, 2.0310)]
    [InlineData(SpendingRule.Pocock, 2.4380, 2.4268, 2.4101, 2.3966, 2.3859)]
    public void Bounds_are_the_published_ones(SpendingRule rule, params double[] expected)
    {
        var looks = new GroupSequential(0.05, rule).Plan(0.2, 0.4, 0.6, 0.8, 1).Value;

        for (var i = 0; i < 5; i++)
            Assert.Equal(expected[i], looks[i].Bound!.Value, 1.5e-4);
    }

    [Theory]
    // mpmath 1.3.0 at 25 digits: quad over the first look, findroot for the second bound.
    [InlineData(SpendingRule.OBrienFleming, 4.87688494879076, 3.35701192157464)]
    [InlineData(SpendingRule.Pocock, 2.43797668805001, 2.42681385815011)]
    public void First_two_bounds_are_exact(SpendingRule rule, double first, double second)
    {
        var looks = new GroupSequential(0.05, rule).Plan(0.2, 0.4, 0.6, 0.8, 1).Value;

        Close.To(first, looks[0].Bound!.Value, 1e-10);
        Close.To(second, looks[1].Bound!.Value, 1e-10);
    }

    [Fact]
    public void One_look_at_the_end_is_the_fixed_test()
    {
        var look = Assert.Single(new GroupSequential(0.05).Plan(1).Value);

        Close.To(1.959963984540054, look.Bound!.Value, 1e-10);
    }

    [Fact]
    public void Chances_to_stop_without_an_effect_are_the_error_spent()
    {
        var looks = new GroupSequential(0.05, SpendingRule.Pocock).Plan(0.1, 0.35, 0.36, 0.9, 1).Value;

        var chances = GroupSequential.StoppingChances(looks, 0);

        for (var i = 0; i < looks.Count; i++)
            Close.To(looks[i].Spent, chances[i], 1e-9);
    }

    [Fact]
    public void Stopping_with_an_effect_is_its_power()
    {
        // A fixed test with drift z(0.025)+z(0.2) has power 0.8; two-sided adds 1e-6.
        var looks = new GroupSequential(0.05).Plan(1).Value;

        Assert.Equal(0.8, GroupSequential.StoppingChances(looks, 1.9599639845400545 + 0.8416212335729143)[0], 5e-6);
    }

    [Fact]
    public void A_repeated_share_keeps_its_bound_and_more_than_planned_is_the_end()
    {
        var looks = new GroupSequential(0.05).Plan(0.5, 0.5, 1.3).Value;

        Assert.Equal(looks[0], looks[1]);
        Assert.Equal(1, looks[2].Information);
        Close.To(0.05, looks[2].Spent, 1e-12);
        Assert.Equal("invalid_input", new GroupSequential(0.05).Plan(0.5, 0.4).Reason!.Code);
    }

    [Fact]
    public void Stagewise_p_value_equals_the_spent_error_on_the_bound()
    {
        var design = new GroupSequential(0.05);
        double[] information = [0.3, 0.6, 1];
        var looks = design.Plan(information).Value;

        var test = design.Test(new Effect(looks[2].Bound!.Value, 1, null, 10, 1, 0, 0), information).Value;

        Close.To(0.05, test.PValue, 1e-8);
        Assert.True(test.IsSignificant);
    }
}
