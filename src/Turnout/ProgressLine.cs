namespace Turnout;

/// <summary>One line on a terminal's error stream that says how far long work has come, written over itself; nothing where no terminal is there.</summary>
/// <param name="error">Where it is shown.</param>
/// <param name="isShown">Whether somebody watches.</param>
internal sealed class ProgressLine(TextWriter error, bool isShown) : IDisposable
{
    const int Width = 24;

    /// <summary>Shown where standard error is a terminal.</summary>
    public ProgressLine(TextWriter error) : this(error, !Console.IsErrorRedirected)
    {
    }

    /// <param name="words">What is being done.</param>
    /// <param name="done">How much of it is.</param>
    /// <param name="of">How much there is; 0 where nobody knows, then there is no bar.</param>
    public void Show(string words, long done = 0, long of = 0)
    {
        if (!isShown) return;
        var full = of > 0 ? (int)(Math.Clamp(done, 0, of) * Width / of) : 0;
        error.Write(of > 0 ? $"\r[{new string('#', full)}{new string(' ', Width - full)}] {done}/{of} {words}\u001b[K" : $"\r{words}\u001b[K");
    }

    public void Dispose()
    {
        if (isShown) error.Write("\r\u001b[K");
    }
}
