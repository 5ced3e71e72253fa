using System.Globalization;
using System.Reflection;

namespace Turnout.Server.Storage;

/// <summary>One step of the schema's history: <c>0012_name.sql</c>, or <c>0012_name.postgres.sql</c> where PostgreSQL needs its own words.</summary>
internal sealed record Migration(int Number, string Name, string Sql);

/// <summary>The schema's history, forward only, embedded as <c>Storage/Migrations/*.sql</c>.</summary>
internal static class Migrations
{
    public const string CreateHistory = """
        CREATE TABLE IF NOT EXISTS schema_history (
            number BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )
        """;

    public const string SelectHistory = "SELECT number FROM schema_history ORDER BY number";

    public const string InsertHistory = "INSERT INTO schema_history (number, name, applied_at) VALUES (@Number, @Name, @AppliedAt)";

    public static IReadOnlyList<Migration> All(Dialect dialect)
    {
        var assembly = typeof(Migrations).Assembly;
        var found = new SortedDictionary<int, Migration>();
        const string folder = ".Storage.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var start = resource.IndexOf(folder, StringComparison.Ordinal);
            if (start < 0 || !resource.EndsWith(".sql", StringComparison.Ordinal)) continue;
            // 0001_name[.dialect].sql
            var parts = resource[(start + folder.Length)..^".sql".Length].Split('.');
            if (parts.Length > 1 && parts[1] != dialect.Name) continue;
            var number = int.Parse(parts[0].AsSpan(0, 4), CultureInfo.InvariantCulture);
            if (parts.Length == 1 && found.ContainsKey(number)) continue;
            found[number] = new Migration(number, parts[0][5..], Read(assembly, resource));
        }
        return [.. found.Values];
    }

    /// <summary>What is still to be done.</summary>
    /// <exception cref="Hosting.StartupException">The database knows steps that this program does not: it belongs to a newer one.</exception>
    public static IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> all, IReadOnlyCollection<long> applied)
    {
        var unknown = applied.Where(number => all.All(migration => migration.Number != number)).ToList();
        if (unknown.Count > 0)
            throw new Hosting.StartupException(
                $"The database is at schema version {applied.Max()}, and this program knows versions up to {all.Max(m => m.Number)} "
                + $"(unknown: {string.Join(", ", unknown)}). It was used by a newer Turnout: start that one, or restore a backup.") { Code = "newer_database" };
        return [.. all.Where(migration => !applied.Contains(migration.Number))];
    }

    static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
