using System.Text;

namespace Turnout.Server.Analysis;

/// <summary>
/// Who is in the analysis of an experiment: every unit that was exposed, with its variant and its first exposure. Which unit is in, and from when on, depends
/// on the set of exposures alone and not on the order in which they arrived.
/// </summary>
internal sealed class EnrolledUnits
{
    const int Unknown = -1;

    // By the unit's number: its place in the other arrays, plus 1; 0 for units that were not exposed.
    readonly int[] places;
    readonly int[] arms;
    readonly long[] firsts;

    EnrolledUnits(int arms, int units, int atMost)
    {
        places = new int[units];
        this.arms = new int[atMost];
        firsts = new long[atMost];
        Exposures = new long[arms];
        Units = new long[arms];
    }

    /// <summary>How many were exposed, those left out among them.</summary>
    public int Count { get; private set; }

    /// <summary>Exposures by arm, repeated ones too.</summary>
    public long[] Exposures { get; }

    /// <summary>Units by arm, without those left out.</summary>
    public long[] Units { get; }

    /// <summary>Units that were shown more than one variant, and are left out.</summary>
    public long MultiplyExposed { get; private set; }

    /// <summary>Exposures that name no variant of the experiment, and count nowhere.</summary>
    public long UnknownVariants { get; private set; }

    /// <param name="exposures">The experiment's exposures.</param>
    /// <param name="arms">The experiment's variants.</param>
    /// <param name="units">How many units have numbers.</param>
    public static EnrolledUnits Of(ExposureSeries exposures, IReadOnlyList<string> arms, int units)
    {
        var armOf = exposures.Variants.Select(variant => Enumerable.Range(0, arms.Count).FirstOrDefault(arm => arms[arm] == Encoding.UTF8.GetString(variant), Unknown)).ToArray();
        var enrolled = new EnrolledUnits(arms.Count, units, Math.Min(units, exposures.Count));
        var who = exposures.Units;
        var when = exposures.Instants;
        var shown = exposures.Shown;
        for (var i = 0; i < who.Length; i++)
        {
            var arm = armOf[shown[i]];
            if (arm == Unknown)
            {
                enrolled.UnknownVariants++;
                continue;
            }
            enrolled.Exposures[arm]++;
            enrolled.Enrol(who[i], when[i], arm);
        }
        return enrolled;
    }

    /// <summary>The arm of the unit at a place; −1 where it is left out.</summary>
    public int ArmAt(int place) => arms[place];

    /// <summary>The place of a unit that is in the analysis, when its event falls into the window that begins with its first exposure; else −1.</summary>
    public int PlaceOf(int unit, long at, long windowMs)
    {
        var place = unit < places.Length ? places[unit] - 1 : -1;
        if (place < 0 || arms[place] == Unknown) return -1;
        var after = at - firsts[place];
        return after >= 0 && after < windowMs ? place : -1;
    }

    void Enrol(int unit, long at, int arm)
    {
        var place = places[unit] - 1;
        if (place < 0)
        {
            places[unit] = Count + 1;
            arms[Count] = arm;
            firsts[Count++] = at;
            Units[arm]++;
            return;
        }
        firsts[place] = Math.Min(firsts[place], at);
        if (arms[place] == arm || arms[place] == Unknown) return;
        Units[arms[place]]--;
        arms[place] = Unknown;
        MultiplyExposed++;
    }
}
