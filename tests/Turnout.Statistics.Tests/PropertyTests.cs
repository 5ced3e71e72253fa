using FsCheck;
using FsCheck.Fluent;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests;

/// <summary>What must hold for every input, tried on random ones.</summary>
public class PropertyTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20130204, 1);

    private static readonly Gen<Moments> Arms =
        from n in Gen.Choose(2, 100_000)
        from mean in Gen.Choose(-100_000, 100_000)
        from variance in Gen.Choose(1, 1_000_000)
        select Moments.FromVariance(n, mean / 100.0, variance / 1000.0);

    private static readonly Gen<Successes> Counts =
        from n in Gen.Choose(1, 20_000)
        from x in Gen.Choose(0, n)
        select new Successes(n, x);

    private static readonly Gen<double[]> Values = Gen.Choose(-1_000_000, 1_000_000).Select(i => i / 7.0).ArrayOf(40);

    [Fact]
    public void Swapped_arms_mirror_the_difference_and_keep_the_p_value() => Check(Two(Arms), pair =>
    {
        Comparison one = Welch.Compare(pair.Item1, pair.Item2).Value, other = Welch.Compare(pair.Item2, pair.Item1).Value;
        return one.Difference == -other.Difference && Near(one.LogPValue, other.LogPValue, 1e-12)
            && Near(one.Interval.Lower!.Value, -other.Interval.Upper!.Value, 1e-9);
    });

    [Fact]
    public void Swapped_proportions_mirror_too() => Check(Two(Counts), pair =>
    {
        var one = TwoProportions.Compare(pair.Item1, pair.Item2);
        var other = TwoProportions.Compare(pair.Item2, pair.Item1);
        return one.IsOk == other.IsOk && (!one.IsOk
            || (Near(one.Value.Test.LogPValue, other.Value.Test.LogPValue, 1e-12)
                && (one.Value.Exact is null || Near(one.Value.Exact.FisherPValue, other.Value.Exact!.FisherPValue, 1e-8))));
    });

    [Fact]
    public void Success_and_failure_swapped_keep_the_p_value() => Check(Two(Counts), pair =>
    {
        var one = TwoProportions.Compare(pair.Item1, pair.Item2);
        var other = TwoProportions.Compare(Flip(pair.Item1), Flip(pair.Item2));
        return one.IsOk == other.IsOk && (!one.IsOk || Near(one.Value.Test.LogPValue, other.Value.Test.LogPValue, 1e-9));

        static Successes Flip(Successes arm) => new(arm.Units, arm.Failures);
    });

    [Fact]
    public void Another_unit_of_measure_changes_neither_p_value_nor_lift() => Check(Two(Arms), pair =>
    {
        var one = Welch.Compare(pair.Item1, pair.Item2).Value;
        var scaled = Welch.Compare(Cents(pair.Item1), Cents(pair.Item2)).Value;
        return Near(one.LogPValue, scaled.LogPValue, 1e-9) && one.Lift.IsOk == scaled.Lift.IsOk
            && (!one.Lift.IsOk || Near(one.Lift.Value, scaled.Lift.Value, 1e-9));

        static Moments Cents(Moments arm) => new(arm.Count, arm.Mean * 100, arm.M2 * 10_000);
    });

    [Fact]
    public void No_comparison_of_two_arms_gives_nan_or_infinity() => Check(Two(Counts), pair =>
    {
        if (!TwoProportions.Compare(pair.Item1, pair.Item2).TryGet(out var result, out _))
            return true;
        var test = result.Test;
        var valid = AlwaysValid.Test(test.Effect, Tuning.ForUnits(1000));
        return new[]
        {
            test.Statistic, test.PValue, test.LogPValue, test.Interval.Lower!.Value, test.Interval.Upper!.Value, valid.PValue,
            test.Lift.IsOk ? test.Lift.Value : 0, test.LiftInterval.IsOk ? test.LiftInterval.Value.Width!.Value : 0,
            result.Exact?.FisherPValue ?? 1, result.Exact?.NewcombeInterval.Width ?? 1,
        }.All(double.IsFinite) && test.PValue > 0 && result.DecidingPValue is > 0 and <= 1;
    });

    [Fact]
    public void Merge_order_does_not_matter() => Check(Two(Values), pair =>
    {
        Moments a = Moments.Of(pair.Item1), b = Moments.Of(pair.Item2), whole = Moments.Of([.. pair.Item1, .. pair.Item2]);
        return Near(a.Merge(b).Variance, whole.Variance, 1e-10) && Near(b.Merge(a).Variance, whole.Variance, 1e-10)
            && Math.Abs(a.Merge(b).Mean - whole.Mean) < 1e-6;
    });

    [Fact]
    public void Score_interval_holds_the_observed_difference_and_stays_within_one() => Check(Two(Counts), pair =>
    {
        var interval = TwoProportions.ScoreInterval(pair.Item1, pair.Item2);
        return interval.Contains(pair.Item2.Rate - pair.Item1.Rate) && interval is { Lower: >= -1, Upper: <= 1 };
    });

    private static bool Near(double a, double b, double relative) => Math.Abs(a - b) <= relative * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    private static Gen<(T, T)> Two<T>(Gen<T> one) => from a in one from b in one select (a, b);

    private static void Check<T>(Gen<T> inputs, Func<T, bool> property) => FsCheck.Fluent.Prop.ForAll(inputs.ToArbitrary(), property).Check(Config);
}
