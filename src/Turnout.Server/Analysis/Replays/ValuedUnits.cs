using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis.Replays;

/// <summary>Units with any number of values each, of which a variant has a quantile. A unit is dealt with all its values.</summary>
internal sealed class ValuedUnits : ReplayUnits
{
    // Ascending, and the index of the unit of each.
    readonly double[] values;
    readonly int[] owners;

    ValuedUnits(QuantileValues quantile, int[] days, int[] owners)
        : base(quantile.Metric, days) => (values, this.owners) = (quantile.Values.ToArray(), owners);

    public override double Mean => QuantileMetric.OfClusters(values, owners, Metric.Quantile!.Value, "units") is { IsOk: true, Value: var all } ? all.Arm.Mean : 0;

    public static ValuedUnits Of(Tally tally, QuantileValues quantile)
    {
        var places = new List<int>();
        for (var place = 0; place < tally.Units.Count; place++)
            if (tally.Units.Arms[place] >= 0 && quantile.CountAt(place) > 0) places.Add(place);
        List<int> ordered = [.. places.OrderBy(tally.Units.FirstAt)];
        var index = new int[tally.Units.Count];
        for (var i = 0; i < ordered.Count; i++) index[ordered[i]] = i;
        return new ValuedUnits(quantile, DaysOf([.. ordered.Select(tally.Units.FirstAt)]), Array.ConvertAll(quantile.Places.ToArray(), place => index[place]));
    }

    public override ReplayHands Deal() => new Hands(this);

    sealed class Hands : ReplayHands
    {
        readonly ValuedUnits all;

        // By unit: 0 not dealt yet, 1 the control's, 2 the treatment's; and its number there.
        readonly byte[] holder;
        readonly int[] number;
        readonly int[] units = new int[2];
        readonly List<double>[] values = [[], []];
        readonly List<int>[] owners = [[], []];

        public Hands(ValuedUnits all)
        {
            this.all = all;
            (holder, number) = (new byte[all.Count], new int[all.Count]);
        }

        public override void Add(int unit, bool toTreatment)
        {
            var hand = toTreatment ? 1 : 0;
            holder[unit] = (byte)(hand + 1);
            number[unit] = units[hand]++;
        }

        public override ArmTotals[] Totals()
        {
            for (var hand = 0; hand < 2; hand++)
            {
                values[hand].Clear();
                owners[hand].Clear();
            }
            for (var i = 0; i < all.values.Length; i++)
            {
                if (holder[all.owners[i]] is not (> 0 and var mark)) continue;
                values[mark - 1].Add(all.values[i]);
                owners[mark - 1].Add(number[all.owners[i]]);
            }
            return [Of(0, "control"), Of(1, "treatment")];
        }

        ArmTotals Of(int hand, string subject) => new()
        {
            Units = units[hand],
            Total = values[hand].Count,
            Quantile = QuantileMetric.OfClusters(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values[hand]), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(owners[hand]),
                all.Metric.Quantile!.Value, subject),
        };
    }
}
