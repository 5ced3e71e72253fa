namespace Turnout.Statistics.Comparisons;

/// <summary>The score test of a difference other than 0, and the interval that inverts it.</summary>
internal static class RestrictedScore
{
    public static Interval Interval(Successes control, Successes treatment, double z)
    {
        var d = treatment.Rate - control.Rate;
        return new(Bound(control, treatment, z, d, -1), Bound(control, treatment, z, d, 1));
    }

    /// <summary>z of the hypothesis that the rates differ by <paramref name="delta"/>.</summary>
    public static double Z(Successes control, Successes treatment, double delta)
    {
        double nc = control.Units, nt = treatment.Units;
        var pc = RestrictedControlRate(control, treatment, delta);
        var pt = Math.Clamp(pc + delta, 0, 1);
        var variance = pt * (1 - pt) / nt + pc * (1 - pc) / nc;
        var gap = treatment.Rate - control.Rate - delta;
        return gap == 0 ? 0 : variance > 0 ? gap / Math.Sqrt(variance) : Math.Sign(gap) * double.MaxValue;
    }

    /// <summary>The control's rate of highest likelihood when the treatment's is higher by delta: a cubic's root, in trigonometric form.</summary>
    private static double RestrictedControlRate(Successes control, Successes treatment, double delta)
    {
        double nc = control.Units, xc = control.Count, x = xc + treatment.Count, n = nc + treatment.Units;
        // L3 p³ + L2 p² + L1 p + L0 = 0, Miettinen and Nurminen (1985), appendix I.
        var l3 = n;
        var l2 = (n + nc) * delta - n - x;
        var l1 = (nc * delta - n - 2 * xc) * delta + x;
        var l0 = xc * delta * (1 - delta);
        var shift = l2 / (3 * l3);
        var q = shift * shift * shift - l1 * l2 / (6 * l3 * l3) + l0 / (2 * l3);
        var p = Math.Sign(q) * Math.Sqrt(Math.Max(0, shift * shift - l1 / (3 * l3)));
        var cosine = p == 0 ? 0 : Math.Clamp(q / (p * p * p), -1, 1);
        var angle = (Math.PI + Math.Acos(cosine)) / 3;
        double low = Math.Max(0, -delta), high = Math.Min(1, 1 - delta);
        return Polish(control, treatment, delta, Math.Clamp(2 * p * Math.Cos(angle) - shift, low, high), low, high);
    }

    /// <summary>
    /// The cubic's root keeps only the digits of 1, which is too few for rates of one in a million: Newton on the likelihood's slope,
    /// which falls all the way, restores the others.
    /// </summary>
    private static double Polish(Successes control, Successes treatment, double delta, double p, double low, double high)
    {
        for (var i = 0; i < 60; i++)
        {
            double q = 1 - p, pt = p + delta, qt = q - delta;
            if (!(p > 0 && q > 0 && pt > 0 && qt > 0))
                return p;
            var slope = Over(treatment.Count, pt) - Over(treatment.Failures, qt) + Over(control.Count, p) - Over(control.Failures, q);
            var curve = Over(Over(treatment.Count, pt), pt) + Over(Over(treatment.Failures, qt), qt)
                + Over(Over(control.Count, p), p) + Over(Over(control.Failures, q), q);
            if (slope > 0)
                low = p;
            else
                high = p;
            var next = p + slope / curve;
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - p) <= 1e-15 * p || next == p)
                return next;
            p = next;
        }

        return p;

        static double Over(double count, double chance) => count == 0 ? 0 : count / chance;
    }

    private static double Bound(Successes control, Successes treatment, double z, double inside, int side)
    {
        double near = inside, far = side;
        if (Math.Abs(Z(control, treatment, far)) <= z)
            return far;
        for (var i = 0; i < 80 && near != far; i++)
        {
            var middle = (near + far) / 2;
            if (Math.Abs(Z(control, treatment, middle)) <= z)
                near = middle;
            else
                far = middle;
        }

        return near;
    }
}
