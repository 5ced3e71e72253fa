using Turnout.Statistics.Health;

namespace Turnout.Statistics.Tests.Health;

public class DailySampleRatioTests
{
    [Fact]
    public void One_day_spends_six_over_pi_squared_on_the_chi_square()
    {
        // χ² = 2·50²/250 = 20 on one degree of freedom; pchisq(20, 1, lower = FALSE) in R 4.2.
        var check = DailySampleRatio.Check([1, 1], [300, 200], 1).Value;
        Close.To(2 * 7.74421643104407e-06 * Math.PI * Math.PI / 6, check.PValue, 1e-10);
        Assert.True(check.IsMismatch);
        Assert.Equal(1, check.Day);
    }

    [Fact]
    public void In_a_large_sample_the_mixture_decides_however_late_the_day()
    {
        var check = DailySampleRatio.Check([1, 1], [510_000, 500_000], 1000).Value;
        Close.To(2 * SequentialSampleRatio.Check([1, 1], [510_000, 500_000]).Value.PValue, check.PValue, 1e-12);
        Assert.True(check.IsMismatch);
    }

    [Fact]
    public void The_chi_square_may_say_less_every_day() =>
        Close.To(9 * DailySampleRatio.Check([1, 1], [300, 200], 1).Value.PValue, DailySampleRatio.Check([1, 1], [300, 200], 3).Value.PValue, 1e-12);

    [Fact]
    public void Without_units_nothing_is_wrong_and_units_where_none_belong_always_are()
    {
        Assert.Equal(1, DailySampleRatio.Check([1, 1], [0, 0], 1).Value.PValue);
        var stray = DailySampleRatio.Check([1, 1, 0], [600, 600, 1], 2).Value;
        Assert.Equal(double.Epsilon, stray.PValue);
        Assert.True(stray.IsMismatch);
        Assert.Equal("invalid_input", DailySampleRatio.Check([1, -1], [1, 1], 1).Reason!.Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => DailySampleRatio.Check([1, 1], [1, 1], 0));
    }

    [Fact]
    public void Sound_splits_raise_no_more_alarms_in_four_weeks_of_looks_than_the_level_allows()
    {
        // At a level of 0.05, where 2,000 experiments can tell: at most 5 % and four standard errors of that.
        var random = new Random(20260101);
        var alarms = 0;
        for (var experiment = 0; experiment < 2000; experiment++)
        {
            long a = 0, b = 0;
            for (var day = 1; day <= 28; day++)
            {
                for (var unit = 0; unit < 50; unit++)
                {
                    if (random.Next(2) == 0) a++;
                    else b++;
                }
                if (!DailySampleRatio.Check([1, 1], [a, b], day, 0.05).Value.IsMismatch) continue;
                alarms++;
                break;
            }
        }
        Assert.InRange(alarms / 2000.0, 0.001, 0.05 + 4 * Math.Sqrt(0.05 * 0.95 / 2000));
    }
}
