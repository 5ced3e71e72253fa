namespace Turnout.Server.Storage.Moving;

/// <summary>How far an export or import has come.</summary>
/// <param name="Words">What was moved.</param>
/// <param name="Done">Which part of how many it was.</param>
/// <param name="Of">How many parts there are; 0 where nobody knows.</param>
internal readonly record struct MovingStep(string Words, long Done = 0, long Of = 0)
{
    public override string ToString() => Of > 0 ? $"{Done}/{Of} {Words}" : Words;
}
