using System.Security.Cryptography;
using System.Text;
using Turnout.Server.Analysis;

namespace Turnout.Server.Tests.Analysis;

public class SeriesTests
{
    [Fact]
    public void A_series_gives_back_what_was_added_wherever_one_begins()
    {
        const int count = 70_001;
        var series = new EventSeries();
        for (var i = 0; i < count; i++) series.Add(i, -i, i / 2.0);
        Assert.Equal(count, series.Count);
        foreach (var (from, to) in new[] { (0, 0), (0, count), (1, 32_768), (32_767, 32_769), (32_768, 65_536), (65_536, count), (count, count) })
        {
            var expected = from;
            for (var at = from; at < to;)
            {
                var part = series.Next(ref at, to);
                Assert.Equal(part.Units.Length, part.Instants.Length);
                Assert.Equal(part.Units.Length, part.Values.Length);
                for (var i = 0; i < part.Units.Length; i++, expected++)
                    Assert.Equal((expected, -expected, expected / 2.0), (part.Units[i], part.Instants[i], part.Values[i]));
                Assert.Equal(expected, at);
            }
            Assert.Equal(to, expected);
        }
    }

    [Fact]
    public void A_number_is_an_ids_for_ever_one_by_one_and_together()
    {
        var random = new Random(1);
        var table = new UnitTable();
        var numbers = new Dictionary<string, int>();
        var ids = new (int Start, int Length)[UnitTable.Together];
        var found = new int[UnitTable.Together];
        for (var round = 0; round < 600; round++)
        {
            var bytes = new StringBuilder();
            var texts = new List<string>();
            for (var i = 0; i < random.Next(UnitTable.Together + 1); i++)
            {
                // Some again at once, some later; some of each length, beyond the longest that lies in its entry.
                var text = i > 0 && random.Next(3) == 0 ? texts[i - 1] : Id(random.Next(20_000));
                ids[i] = (bytes.Length, text.Length);
                bytes.Append(text);
                texts.Add(text);
            }
            table.NumbersOf(Encoding.ASCII.GetBytes(bytes.ToString()), ids.AsSpan(0, texts.Count), found);
            for (var i = 0; i < texts.Count; i++)
            {
                if (numbers.TryAdd(texts[i], found[i])) Assert.Equal(numbers.Count - 1, found[i]);
                Assert.Equal(numbers[texts[i]], found[i]);
            }
        }
        Assert.Equal(numbers.Count, table.Count);
        foreach (var (text, number) in numbers)
        {
            Assert.Equal(text, Encoding.ASCII.GetString(table.IdOf(number)));
            Assert.Equal(number, table.NumberOf(Encoding.ASCII.GetBytes(text)));
        }

        static string Id(int seed)
        {
            var text = Convert.ToHexString(SHA512.HashData(BitConverter.GetBytes(seed)));
            return text[..(1 + seed % 100)];
        }
    }
}
