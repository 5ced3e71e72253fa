namespace Turnout.Server.Hosting;

/// <summary>What the operator is told at start, on standard output: not the log, which other people read.</summary>
internal sealed class Announcements(TextWriter writer)
{
    public void Say(string line) => writer.WriteLine(line);
}
