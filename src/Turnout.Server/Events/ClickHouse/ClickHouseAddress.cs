using System.Text.RegularExpressions;
using System.Web;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events.ClickHouse;

/// <summary>Where a ClickHouse is, and as whom to speak with it.</summary>
/// <param name="Servers">Its servers; several are the shards of <paramref name="Cluster"/>.</param>
/// <param name="Database">The database, made when missing.</param>
/// <param name="User">Null: ClickHouse's default.</param>
/// <param name="Password">Null: none.</param>
/// <param name="Cluster">The cluster's name in ClickHouse's configuration; null: one server.</param>
internal sealed partial record ClickHouseAddress(IReadOnlyList<Uri> Servers, string Database, string? User, string? Password, string? Cluster)
{
    const string Name = "TURNOUT_CLICKHOUSE (Turnout:Storage:ClickHouse)";

    /// <param name="text"><c>http://host:8123[,http://other:8123][?database=…&amp;user=…&amp;password=…&amp;cluster=…]</c></param>
    /// <exception cref="StartupException">It is something else; the message names the part and tells no secret.</exception>
    public static ClickHouseAddress Parse(string text)
    {
        var parts = text.Split('?', 2);
        var servers = parts[0].Split(',', StringSplitOptions.TrimEntries).Select(server =>
            Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", UserInfo: "" }
                ? uri
                : throw new StartupException($"{Name} names its servers as http://host:8123, separated by commas; user and password go behind a question mark.")).ToList();
        var options = HttpUtility.ParseQueryString(parts.Length > 1 ? parts[1] : "");
        if (options.AllKeys.FirstOrDefault(key => key is not ("database" or "user" or "password" or "cluster")) is { } unknown)
            throw new StartupException($"{Name} has the option '{unknown}', which is none of database, user, password, cluster.");
        var database = options["database"] is { Length: > 0 } named ? named : "turnout";
        var cluster = options["cluster"] is { Length: > 0 } name ? name : null;
        if (!Identifier().IsMatch(database) || (cluster is not null && !Identifier().IsMatch(cluster)))
            throw new StartupException($"{Name}: database and cluster have letters, digits and '_', and begin with no digit.");
        return servers.Count > 1 && cluster is null
            ? throw new StartupException($"{Name} names several servers; name the cluster whose shards they are too: cluster=NAME.")
            : new(servers, database, options["user"], options["password"], cluster);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();
}
