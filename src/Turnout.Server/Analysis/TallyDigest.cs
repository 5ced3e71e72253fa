using System.Security.Cryptography;
using System.Text;
using Turnout.Statistics;

namespace Turnout.Server.Analysis;

/// <summary>A short sign of all that a tally holds, to the last bit: two that were counted the same have the same.</summary>
internal static class TallyDigest
{
    public static string Of(Tally tally)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            Write(writer, tally.Units.Exposures);
            Write(writer, tally.Units.Units);
            writer.Write(tally.Units.MultiplyExposed);
            writer.Write(tally.Units.UnknownVariants);
            foreach (var arms in tally.Metrics) Write(writer, arms);
            foreach (var day in tally.Days)
            {
                writer.Write(day.Day.DayNumber);
                Write(writer, day.Units);
                foreach (var arms in day.Metrics) Write(writer, arms);
            }
            foreach (var slice in tally.Slices)
            {
                writer.Write(slice.Value ?? "");
                writer.Write(slice.IsOther);
                Write(writer, slice.Units);
                foreach (var arms in slice.Metrics) Write(writer, arms);
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    static void Write(BinaryWriter writer, ArmTotals[] arms)
    {
        foreach (var arm in arms)
        {
            writer.Write(arm.Units);
            writer.Write(arm.Total);
            writer.Write(arm.Immature);
            writer.Write(arm.Successes.Count);
            Write(writer, arm.Moments);
            Write(writer, arm.Joint);
            Write(writer, arm.Covariate ?? default);
            writer.Write(arm.Cap ?? 0);
            foreach (var step in arm.Steps ?? []) writer.Write(step);
            for (var i = 0; arm.RatioCovariate is { } matrix && i < matrix.Variables; i++)
                for (var j = 0; j <= i; j++) writer.Write(matrix.Comoment(i, j));
            if (arm.Quantile is not { IsOk: true } quantile) continue;
            writer.Write(quantile.Value.Arm.Mean);
            writer.Write(quantile.Value.Arm.Variance);
        }
    }

    static void Write(BinaryWriter writer, Moments moments)
    {
        writer.Write(moments.Count);
        writer.Write(moments.Mean);
        writer.Write(moments.M2);
    }

    static void Write(BinaryWriter writer, JointMoments moments)
    {
        Write(writer, moments.Y);
        Write(writer, moments.X);
        writer.Write(moments.Cross);
    }

    static void Write(BinaryWriter writer, long[] numbers)
    {
        foreach (var number in numbers) writer.Write(number);
    }
}
