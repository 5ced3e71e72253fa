using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Comparisons;

public class BarnardExactTests
{
    /// <summary>
    /// Computed with R 4.2 from the definition: all tables, the largest chance on a grid of 2,000 rates refined by optimize. The second is SciPy's documented example
    /// (0.0341). 1e-7: how well optimize finds a maximum.
    /// </summary>
    [Theory]
    [InlineData(12, 15, 7, 15, Alternative.TwoSided, 0.0682183093231946)]
    [InlineData(12, 15, 7, 15, Alternative.Less, 0.0341091546615973)]
    [InlineData(1, 4, 3, 4, Alternative.Greater, 0.14453125)]
    [InlineData(2, 100, 11, 90, Alternative.TwoSided, 0.00568939812448023)]
    [InlineData(5, 60, 0, 45, Alternative.TwoSided, 0.051971047507694)]
    public void Agrees_with_R(int controlSuccesses, int control, int treatmentSuccesses, int treatment, Alternative alternative, double expected) =>
        Close.To(expected, BarnardExact.PValue(new(control, controlSuccesses), new(treatment, treatmentSuccesses), alternative).Value, 1e-7);

    [Fact]
    public void Swapped_arms_and_swapped_outcomes_say_the_same()
    {
        var p = BarnardExact.PValue(new(23, 3), new(31, 12)).Value;
        Close.To(p, BarnardExact.PValue(new(31, 12), new(23, 3)).Value, 1e-9);
        Close.To(p, BarnardExact.PValue(new(23, 20), new(31, 19)).Value, 1e-9);
        Assert.True(p < FisherExact.PValue(new(23, 3), new(31, 12)), "sharper than Fisher's");
    }

    [Fact]
    public void What_cannot_be_computed_says_why()
    {
        Assert.Equal(("insufficient_data", "treatment"), Why(new(5, 1), new(0, 0)));
        Assert.Equal(("zero_variance", "both arms"), Why(new(5, 0), new(7, 0)));
        Assert.Equal(("zero_variance", "both arms"), Why(new(5, 5), new(7, 7)));
        Assert.Equal(("invalid_input", "control"), Why(new(5_001, 10), new(5_000, 12)));
        Assert.Equal(1, BarnardExact.PValue(new(10, 5), new(20, 10)).Value);

        static (string, string) Why(Successes control, Successes treatment)
        {
            var reason = BarnardExact.PValue(control, treatment).Reason!;
            return (reason.Code, reason.Subject);
        }
    }
}
