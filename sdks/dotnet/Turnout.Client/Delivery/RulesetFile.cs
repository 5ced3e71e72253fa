using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client.Telemetry;

namespace Turnout.Client.Delivery;

/// <summary>
/// The last good ruleset on disk: one line with a checksum and the ETag, then the document as the server sent it. Written beside and moved into place,
/// so a reader finds the old one or the new one, and a file that was cut short is not believed.
/// </summary>
internal sealed class RulesetFile
{
    private const string Magic = "turnout-ruleset-1";
    private readonly ILogger<RulesetFile> _log;
    private readonly string? _path;

    public RulesetFile(IOptions<TurnoutOptions> options, ILogger<RulesetFile> log)
    {
        _log = log;
        _path = PathFor(options.Value);
    }

    /// <summary>A ruleset and the ETag under which the server knows it.</summary>
    public sealed record Content(byte[] Utf8Json, string? ETag);

    /// <summary>The content; null where there is none that can be believed.</summary>
    public Content? Read()
    {
        if (_path is null) return null;
        try
        {
            if (!File.Exists(_path)) return null;
            var bytes = File.ReadAllBytes(_path);
            var end = bytes.AsSpan().IndexOf((byte)'\n');
            var parts = end < 0 ? [] : Encoding.ASCII.GetString(bytes, 0, end).Split(' ', 3);
            var body = bytes[(end + 1)..];
            if (parts.Length == 3 && parts[0] == Magic && parts[1] == Checksum(body))
                return new Content(body, parts[2].Length > 0 ? parts[2] : null);
            _log.CacheDamaged(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.CacheUnreadable(e, _path);
        }

        return null;
    }

    /// <summary>Keeps the content. A full or read-only disk costs the copy, nothing else.</summary>
    public void Write(byte[] utf8Json, string? eTag)
    {
        if (_path is null) return;
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{_path}.{Environment.ProcessId}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(temporary, options))
            {
                file.Write(Encoding.ASCII.GetBytes($"{Magic} {Checksum(utf8Json)} {eTag}\n"));
                file.Write(utf8Json);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.CacheUnwritable(e, _path);
            Forget(temporary);
        }
    }

    private static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk that refused the file may refuse its deletion; it was reported once.
        }
    }

    private static string? PathFor(TurnoutOptions options)
    {
        if (options.Offline || options.CacheFolder is "") return null;
        var folder = options.CacheFolder;
        if (folder is null)
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            if (local.Length == 0) return null;
            folder = Path.Combine(local, "turnout");
        }

        // Another server or key is another environment: their files must not mix, and the key must not be readable from the name.
        var owner = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.ServerUrl}\n{options.Key}")));
        return Path.GetFullPath(Path.Combine(folder, $"ruleset-{owner[..24]}"));
    }

    private static string Checksum(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
