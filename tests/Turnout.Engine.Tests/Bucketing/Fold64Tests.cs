using System.Text;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Tests.Bucketing;

public class Fold64Tests
{
    [Fact]
    public void Every_bit_of_every_length_counts()
    {
        var random = new Random(7);
        var seen = new HashSet<ulong>();
        for (var length = 0; length <= 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.True(seen.Add(Fold64.Hash(bytes, 0)));
            for (var bit = 0; bit < 8 * length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(seen.Add(Fold64.Hash(bytes, 0)), $"bit {bit} of {length} bytes");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void The_order_of_parts_and_the_seed_count()
    {
        string[] parts = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", "dddddddd", "dddddddd"];
        var seen = new HashSet<ulong>();
        for (var turn = 0; turn < parts.Length - 1; turn++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(parts[turn..].Concat(parts[..turn])));
            for (ulong seed = 0; seed < 100; seed++) Assert.True(seen.Add(Fold64.Hash(bytes, seed)));
        }
    }

    [Fact]
    public void Counted_texts_fall_evenly_into_places_of_either_end()
    {
        int[] low = new int[64], high = new int[64];
        for (var i = 0; i < 64_000; i++)
        {
            var hash = Fold64.Hash(Encoding.UTF8.GetBytes($"a long beginning that all share, user-{i}"), 17);
            low[hash & 63]++;
            high[hash >> 58]++;
        }

        // 1,000 in each on average, with a deviation of 32.
        Assert.All([.. low, .. high], count => Assert.InRange(count, 800, 1_200));
    }
}
