using BenchmarkDotNet.Attributes;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Health;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Benchmarks;

/// <summary>What a results page costs: from the moments of every arm to every interval.</summary>
[MemoryDiagnoser]
public class ResultsPage
{
    private readonly JointMoments[][] _metrics;
    private readonly Tuning _tuning = Tuning.ForUnits(10_000);

    public ResultsPage()
    {
        var random = new Random(1);
        _metrics = new JointMoments[1000][];
        for (var m = 0; m < _metrics.Length; m++)
        {
            _metrics[m] = new JointMoments[4];
            for (var arm = 0; arm < 4; arm++)
            {
                for (var i = 0; i < 100; i++)
                {
                    var x = random.NextDouble() * 10;
                    _metrics[m][arm] = _metrics[m][arm].Add(x + random.NextDouble(), x);
                }
            }
        }
    }

    [Benchmark]
    public double A_thousand_metrics_with_cuped_and_always_valid_intervals()
    {
        var sum = 0.0;
        foreach (var arms in _metrics)
        {
            var adjusted = Cuped.Adjust(arms).Value;
            for (var t = 1; t < 4; t++)
            {
                var test = AlwaysValid.Test(adjusted.Effect(0, t).Value, _tuning);
                sum += test.PValue + test.Interval.Value.Lower!.Value + (test.LiftInterval.IsOk ? 1 : 0);
            }
        }

        return sum;
    }

    [Benchmark]
    public double The_same_with_fixed_horizon_tests_beside_them()
    {
        var sum = A_thousand_metrics_with_cuped_and_always_valid_intervals();
        foreach (var arms in _metrics)
        {
            for (var t = 1; t < 4; t++)
                sum += Welch.Compare(arms[0].Y, arms[t].Y).Value.PValue;
        }

        return sum;
    }

    [Benchmark]
    public double One_pooled_z_test() => TwoProportions.Compare(new(44700, 8502), new(45489, 8279)).Value.Test.PValue;

    [Benchmark]
    public double One_sample_ratio_check() => SampleRatio.Check([1, 1], [44700, 45489]).Value.PValue;
}
