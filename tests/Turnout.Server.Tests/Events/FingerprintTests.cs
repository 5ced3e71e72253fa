using System.Text;
using Turnout.Server.Events;

namespace Turnout.Server.Tests.Events;

public class FingerprintTests
{
    [Fact]
    public void A_set_holds_what_was_added_and_nothing_else_however_it_grows()
    {
        var random = new Random(1);
        var set = new FingerprintSet();
        var model = new HashSet<ulong>();
        for (var i = 0; i < 100_000; i++)
        {
            var fingerprint = (ulong)random.NextInt64(60_000);
            // Nothing and 1 are one: an empty place is 0.
            Assert.Equal(model.Add(Math.Max(1, fingerprint)), set.Add(fingerprint));
        }
        Assert.Equal(model.Count, set.Count);
        for (var i = 0ul; i < 60_000; i++) Assert.Equal(model.Contains(Math.Max(1, i)), set.Contains(i));
    }

    [Fact]
    public void Fingerprints_of_a_million_ids_in_a_row_are_all_different()
    {
        var seen = new HashSet<ulong>();
        var kept = new byte[EventId.MaxKeptBytes];
        var text = new byte[EventId.MaxBytes];
        for (var i = 0; i < 500_000; i++)
        {
            foreach (var id in new[] { $"00000000-0000-7000-8000-{i:x12}", $"order-{i}" })
                Assert.True(seen.Add(EventId.Fingerprint(kept.AsSpan(0, EventId.Write(text.AsSpan(0, Encoding.UTF8.GetBytes(id, text)), kept)))));
        }
    }

    [Fact]
    public void The_fingerprint_of_an_id_stays_the_same_for_ever()
    {
        Assert.Equal((12904491884355777432ul, 17067667376174340002ul), (Of("01890a5d-ac96-774b-bcce-b302099a8057"), Of("a text longer than sixteen bytes")));

        static ulong Of(string id)
        {
            var kept = new byte[EventId.MaxKeptBytes];
            return EventId.Fingerprint(kept.AsSpan(0, EventId.Write(Encoding.UTF8.GetBytes(id), kept)));
        }
    }

    [Fact]
    public void A_window_knows_its_size_in_events_and_forgets_in_time()
    {
        var window = new IdWindow(100);
        window.StartAt(0);
        for (var i = 0; i < 10; i++) window.Follow(i * 50L, [.. Enumerable.Range(i * 50, 50).Select(id => (ulong)id)]);
        Assert.Equal(500, window.Next);
        // What does not begin where the window ends changes nothing.
        window.Follow(400, [1, 2, 3]);
        window.Follow(501, [1, 2, 3]);
        Assert.Equal(500, window.Next);
    }
}
