using Turnout.Statistics.Health;

namespace Turnout.Statistics.Tests.Health;

public class DailySampleRatioTests
{
    [Fact]
    public void One_day_spends_six_over_pi_squared_on_the_chi_square()
    {
        // χ² = 2·50²/250 = 20 on one degree of freedom; pchisq(20, 1, lower = FALSE) in R 4.2.
        var check = DailySampleRatio.Check([1, 1], [[300, 200]]).Value;
        Close.To(2 * 7.74421643104407e-06 * Math.PI * Math.PI / 6, check.PValue, 1e-10);
        Assert.True(check.IsMismatch);
        Assert.Equal(1, check.Day);
    }

    [Fact]
    public void In_a_large_sample_the_mixture_decides()
    {
        // 30 days that end at 510,000 to 500,000: the chi-square of a late day has little left to spend.
        var days = Enumerable.Range(1, 30).Select(d => new[] { 17_000L * d, 16_667L * d }).ToArray();
        var check = DailySampleRatio.Check([1, 1], days).Value;
        Close.To(2 * days.Min(day => SequentialSampleRatio.Check([1, 1], day).Value.PValue), check.PValue, 1e-12);
        Assert.True(check.IsMismatch);
    }

    [Fact]
    public void A_mismatch_stays_one_when_later_days_even_out()
    {
        var check = DailySampleRatio.Check([1, 1], [[300, 200], [5000, 5000]]).Value;
        Assert.True(check.IsMismatch);
        Assert.Equal(1, check.Day);
    }

    [Fact]
    public void Without_days_nothing_is_wrong_and_units_where_none_belong_always_are()
    {
        Assert.Equal(1, DailySampleRatio.Check([1, 1], []).Value.PValue);
        var stray = DailySampleRatio.Check([1, 1, 0], [[500, 500, 0], [600, 600, 1]]).Value;
        Assert.Equal(double.Epsilon, stray.PValue);
        Assert.True(stray.IsMismatch);
        Assert.Equal("invalid_input", DailySampleRatio.Check([1, -1], [[1, 1]]).Reason!.Code);
    }

    [Fact]
    public void Sound_splits_raise_an_alarm_in_at_most_one_of_a_thousand_experiments_of_four_weeks()
    {
        // At a level of 0.05, where 2,000 experiments can tell: at most 5 % and four standard errors of that.
        var random = new Random(20260101);
        var alarms = 0;
        for (var experiment = 0; experiment < 2000; experiment++)
        {
            var days = new long[28][];
            long a = 0, b = 0;
            for (var d = 0; d < days.Length; d++)
            {
                for (var unit = 0; unit < 50; unit++)
                {
                    if (random.Next(2) == 0) a++;
                    else b++;
                }
                days[d] = [a, b];
            }
            if (DailySampleRatio.Check([1, 1], days, 0.05).Value.IsMismatch) alarms++;
        }
        Assert.InRange(alarms / 2000.0, 0.001, 0.05 + 4 * Math.Sqrt(0.05 * 0.95 / 2000));
    }
}
