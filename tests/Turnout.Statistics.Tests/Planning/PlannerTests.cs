using Turnout.Statistics.Planning;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Planning;

/// <summary>Golden values: power.prop.test and power.t.test (strict) of R 4.2.</summary>
public class PlannerTests
{
    private static readonly PlannedMetric Rate = PlannedMetric.Proportion(0.1).Value;
    private static readonly PlannedMetric Mean = PlannedMetric.OfMean(10, 1).Value;

    [Fact]
    public void Rates_agree_with_R()
    {
        Close.To(0.800016528616374, Planner.Power(Rate, 0.02, 3841, new Design()).Value, 1e-12);
        // R says 3840.85.
        Assert.Equal(3841, Planner.SampleSize(Rate, 0.02, new Design()).Value.Control);
        // power.prop.test(n = 2000, p1 = .1, power = .8)$p2, which R's uniroot finds to about 1e-5.
        Assert.Equal(0.128163214001 - 0.1, Planner.DetectableEffect(Rate, 2000, new Design()).Value, 1e-5);
    }

    [Theory]
    [InlineData(1571, 0.1, 0.800066682051379)]
    [InlineData(5, 1.5, 0.549385597762642)]
    public void Means_agree_with_R(double n, double effect, double power) =>
        Close.To(power, Planner.Power(Mean, effect, n, new Design()).Value, 1e-10);

    [Fact]
    public void One_sided_means_agree_with_R() =>
        Close.To(0.693557491937064, Planner.Power(Mean, 1, 10, new Design { Alternative = Alternative.Greater }).Value, 1e-10);

    [Fact]
    public void Sample_size_and_detectable_effect_are_each_others_inverse()
    {
        foreach (var design in new[] { new Design(), new() { AlwaysValid = Tuning.ForUnits(5000) }, new() { Comparisons = 3, CovariateCorrelation = 0.6, TreatmentPerControl = 0.5 } })
        {
            var plan = Planner.SampleSize(Mean, 0.07, design).Value;
            var effect = Planner.DetectableEffect(Mean, plan.Control, design).Value;
            Assert.InRange(effect, 0.07 * 0.999, 0.07);
            Assert.True(Planner.Power(Mean, 0.07, plan.Control - 1, design).Value < 0.8);
        }
    }

    [Fact]
    public void Always_valid_costs_1_92_times_the_units()
    {
        var plain = Planner.SampleSize(Mean, 0.05, new Design()).Value.Total;
        var sequential = Planner.SampleSize(Mean, 0.05, new Design { AlwaysValid = Tuning.ForUnits(plain * 1.92) }).Value.Total;

        Close.To(1.92, (double)sequential / plain, 0.01);
    }

    [Fact]
    public void Planned_looks_cost_a_few_percent()
    {
        var looks = new GroupSequential(0.05).Plan(0.25, 0.5, 0.75, 1).Value;

        var plain = Planner.SampleSize(Mean, 0.05, new Design()).Value.Total;
        var grouped = Planner.SampleSize(Mean, 0.05, new Design { Looks = looks }).Value.Total;

        Assert.InRange((double)grouped / plain, 1.01, 1.04);
    }

    [Fact]
    public void Cuped_shrinks_the_sample_by_one_minus_rho_squared()
    {
        var plain = Planner.SampleSize(Mean, 0.01, new Design()).Value.Total;
        var cuped = Planner.SampleSize(Mean, 0.01, new Design { CovariateCorrelation = 0.8 }).Value.Total;

        Close.To(0.36, (double)cuped / plain, 1e-4);
    }

    [Fact]
    public void Plans_that_make_no_sense_are_refused()
    {
        Assert.Equal("effect", Planner.SampleSize(Rate, 0, new Design()).Reason!.Subject);
        Assert.Equal("effect", Planner.SampleSize(Rate, 0.95, new Design()).Reason!.Subject);
        Assert.Equal("power", Planner.SampleSize(Rate, 0.01, new Design { Power = 0.05 }).Reason!.Subject);
        Assert.Equal("effect", Planner.SampleSize(Rate, -0.01, new Design { Alternative = Alternative.Greater }).Reason!.Subject);
        Assert.Equal("out_of_range", Planner.DetectableEffect(Rate, 2, new Design(), downwards: true).Reason!.Code);
        Assert.Equal("rate", PlannedMetric.Proportion(1).Reason!.Subject);
        Assert.Equal("zero_variance", PlannedMetric.OfMean(1, 0).Reason!.Code);
    }

    [Fact]
    public void Extra_units_come_from_the_error_not_the_estimate()
    {
        var now = new Effect(0.0001, 0.008, null, 10_000, 0.1, 0, 0);

        var extra = Planner.ExtraUnits(now, 0.02, new Design()).Value;

        Assert.Equal(extra, Planner.ExtraUnits(now with { Difference = 5 }, 0.02, new Design()).Value);
        // (0.008·(1.96+0.8416)/0.02)² − 1 of 10,000.
        Assert.Equal(2559, extra);
        Assert.Equal(0, Planner.ExtraUnits(now, 1, new Design()).Value);
    }

    [Fact]
    public void Duration_has_a_band_that_widens_with_uneven_days()
    {
        var steady = Duration.Until(10_000, Moments.FromVariance(14, 1000, 100)).Value;
        var uneven = Duration.Until(10_000, Moments.FromVariance(14, 1000, 250_000)).Value;

        Assert.Equal(10, steady.Days);
        Assert.True(uneven.Earliest < steady.Earliest && uneven.Latest > steady.Latest);
        Assert.Null(Duration.Until(10_000, Moments.FromVariance(2, 10, 10_000)).Value.Latest);
        Assert.Equal("insufficient_data", Duration.Until(10, new(1, 5, 0)).Reason!.Code);
    }
}
