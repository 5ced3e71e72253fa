using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage.Moving;

/// <summary>A part of an export.</summary>
/// <param name="Name">Of its file, without <c>.gz</c>.</param>
/// <param name="Table">The table it belongs to, or <c>events</c>.</param>
/// <param name="Count">How many rows, or events.</param>
/// <param name="Sha256">Of its lines, or of its events' records; the same for the same content wherever it lies.</param>
internal sealed record Part(string Name, string Table, long Count, string Sha256);

/// <summary>What an export consists of.</summary>
/// <param name="Format">The version of the form.</param>
/// <param name="Schema">The number of the newest migration of the program that wrote it.</param>
/// <param name="Complete">Whether nothing is missing.</param>
/// <param name="Parts">What is written, in the order in which it is to be read.</param>
internal sealed record Manifest(int Format, int Schema, bool Complete, IReadOnlyList<Part> Parts);

/// <summary>The folder of an export: packed parts and a manifest, which is only ever replaced as a whole.</summary>
internal sealed class MovingFolder(string path)
{
    public const int Format = 1;

    string ManifestFile => System.IO.Path.Combine(Path, "manifest.json");

    public string Path { get; } = path;

    /// <returns>Null where there is none yet.</returns>
    /// <exception cref="StartupException">It is not one that this program reads.</exception>
    public Manifest? ReadManifest()
    {
        if (!File.Exists(ManifestFile)) return null;
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(ManifestFile), Wire.Json)!;
            var schema = Migrations.All(Dialect.Sqlite)[^1].Number;
            if (manifest.Format == Format && manifest.Schema == schema) return manifest;
            throw new StartupException($"{Path} was exported at schema version {manifest.Schema}; this program has {schema}. Import it with the program that exported it, and upgrade then.");
        }
        catch (JsonException exception)
        {
            throw new StartupException($"{ManifestFile} is not the manifest of an export: {exception.Message}", exception);
        }
    }

    public void WriteManifest(Manifest manifest)
    {
        Directory.CreateDirectory(Path);
        var next = ManifestFile + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(manifest, Wire.Json));
        File.Move(next, ManifestFile, overwrite: true);
    }

    public void WritePart(string name, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path);
        var file = PartFile(name);
        using (var packed = new GZipStream(File.Create(file + ".next"), CompressionLevel.Fastest)) packed.Write(content);
        File.Move(file + ".next", file, overwrite: true);
    }

    /// <exception cref="StartupException">It is missing or damaged.</exception>
    public byte[] ReadPart(string name)
    {
        try
        {
            using var packed = new GZipStream(File.OpenRead(PartFile(name)), CompressionMode.Decompress);
            using var content = new MemoryStream();
            packed.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new StartupException($"{PartFile(name)} is missing or damaged: {exception.Message}", exception);
        }
    }

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    string PartFile(string name) => System.IO.Path.Combine(Path, name + ".gz");
}
