using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Turnout.Remote;

/// <summary>
/// <c>turnout export events|exposures|assignments|units</c>: what a server has collected, to standard output in one stream, or to a file page by page, so that a
/// download that broke off goes on where it was.
/// </summary>
internal static class DataCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Verb("events", "Every event of an environment, as it was sent.", null, growsAtItsEnd: true),
        Verb("exposures", "Every exposure to an experiment.", "exposures", growsAtItsEnd: true),
        Verb("assignments", "Every unit that an experiment has assigned.", "assignments", growsAtItsEnd: false),
        Verb("units", "Every unit of an experiment's analysis, with its number in each metric.", "units", growsAtItsEnd: false),
    ];

    /// <param name="name">The verb.</param>
    /// <param name="description">What it brings.</param>
    /// <param name="part">What of an experiment; null: the environment's events.</param>
    /// <param name="growsAtItsEnd">Whether what comes later lies behind what is there: then the file can be gone on with at any time.</param>
    static Command Verb(string name, string description, string? part, bool growsAtItsEnd)
    {
        var key = new Argument<string>("experiment") { Description = "The experiment's key." };
        var format = new Option<string>("--format") { Description = "ndjson (one object a line), csv, or, to standard output, json.", DefaultValueFactory = _ => "ndjson" };
        format.AcceptOnlyFromAmong("ndjson", "csv", "json");
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file. FILE.next beside it remembers how far it came: run again, it goes on there. Without it: standard output." };
        var synthetic = new Option<bool>("--synthetic") { Description = "Bring the test cohort along." };
        IEnumerable<Symbol> symbols = part is null ? [format, output, synthetic] : [key, format, output, synthetic];
        return RemoteCommand.Verb(name, description, symbols, async (call, cancellation) =>
        {
            var path = call.Server.In(part is null ? "events/export" : $"experiments/{Uri.EscapeDataString(call.Arguments.GetValue(key)!)}/{part}/export")
                + $"?format={call.Arguments.GetValue(format)}{(call.Arguments.GetValue(synthetic) ? "&synthetic=true" : "")}";
            if (call.Arguments.GetValue(output) is not { } file)
            {
                await call.Server.ReadAsync(path, content => CopyAsync(content, call.Output, cancellation), cancellation);
                return ExitCodes.Done;
            }
            if (call.Arguments.GetValue(format) == "json") throw new RemoteException(ExitCodes.Usage, "Pages of JSON do not join to one file: say --format ndjson or csv.");
            var (bytes, next) = await DownloadAsync(call, path, file.FullName, growsAtItsEnd, cancellation);
            call.Voice.Say(new { output = file.FullName, bytes, next }, $"{file.FullName}: {bytes:N0} bytes.");
            return ExitCodes.Done;
        });
    }

    static async Task CopyAsync(Stream content, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        var buffer = new char[1 << 15];
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read) await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
        await output.FlushAsync(cancellation);
    }

    static async Task<(long Bytes, string? Next)> DownloadAsync(RemoteCall call, string path, string file, bool growsAtItsEnd, CancellationToken cancellation)
    {
        var mark = Mark.Read(file, path);
        if (mark is null && File.Exists(file)) throw new RemoteException(ExitCodes.Usage, $"{file} is there already, and {Mark.PathOf(file)}, which would say where to go on, is not.");
        if (mark is null) (mark = new Mark(path, "", 0)).Write(file);
        await using var target = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
        // What was written after the mark belongs to a page that broke off.
        target.SetLength(mark.Length);
        target.Seek(0, SeekOrigin.End);
        using var line = new ProgressLine(call.Error);
        while (true)
        {
            using var page = new MemoryStream();
            var next = await call.Server.ReadAsync(
                $"{path}&limit=10000{(mark.Next.Length == 0 ? "" : $"&after={Uri.EscapeDataString(mark.Next)}")}", content => content.CopyToAsync(page, cancellation), cancellation);
            var rows = page.GetBuffer().AsMemory(0, (int)page.Length);
            // Each page of CSV names its columns; the file needs that once.
            var head = path.Contains("format=csv", StringComparison.Ordinal) ? rows.Span.IndexOf((byte)'\n') + 1 : 0;
            var isEmpty = rows.Length == head;
            await target.WriteAsync(target.Length == 0 ? rows : rows[head..], cancellation);
            target.Flush(flushToDisk: true);
            mark = new Mark(path, next ?? "", target.Length);
            mark.Write(file);
            line.Show($"{target.Length:N0} bytes");
            if (!isEmpty) continue;
            if (!growsAtItsEnd) File.Delete(Mark.PathOf(file));
            return (target.Length, growsAtItsEnd ? mark.Next : null);
        }
    }

    /// <summary>How far a file has come.</summary>
    /// <param name="Source">What it is of.</param>
    /// <param name="Next">The cursor of what comes next.</param>
    /// <param name="Length">How much of the file is whole.</param>
    sealed record Mark(string Source, string Next, long Length)
    {
        public static string PathOf(string file) => file + ".next";

        public static Mark? Read(string file, string source)
        {
            if (!File.Exists(PathOf(file))) return null;
            try
            {
                var mark = JsonSerializer.Deserialize<Mark>(File.ReadAllText(PathOf(file)))!;
                return mark.Source == source ? mark : throw new RemoteException(ExitCodes.Usage, $"{file} was begun with other options, or from another environment: {mark.Source}.");
            }
            catch (JsonException exception)
            {
                throw new RemoteException(ExitCodes.Usage, $"{PathOf(file)} cannot be read: {exception.Message}");
            }
        }

        public void Write(string file)
        {
            File.WriteAllText(PathOf(file) + "~", JsonSerializer.Serialize(this));
            File.Move(PathOf(file) + "~", PathOf(file), overwrite: true);
        }
    }
}
