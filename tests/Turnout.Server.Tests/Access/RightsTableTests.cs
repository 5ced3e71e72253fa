using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Tests.Members;

namespace Turnout.Server.Tests.Access;

/// <summary>
/// Nothing is open by oversight: every operation of the API's description is tried by every kind of caller, and what is let in is compared with
/// docs/endpoint-rights.md, which people read and review. <c>TURNOUT_WRITE_TABLE=1</c> writes it anew.
/// </summary>
public sealed partial class RightsTableTests
{
    const string Intro = """
        # Who may call what

        Every operation of the API, the right it declares, and who is let in: `x` is let in, `-` is refused with 401 or 403 before anything else is looked at.
        A test tries every operation as every kind of caller and compares with this table; after a change, look at what it says, run it with
        `TURNOUT_WRITE_TABLE=1`, and have the difference reviewed.

        Viewer, editor, releaser and admin are members with that role in all environments; a role in one environment is worth the same there, and nothing
        elsewhere (tested too). A service or personal token is let in where the right is among its scopes; `account` is for people who are signed in, never for tokens.

        """;

    [Fact]
    public async Task Every_operation_lets_in_whom_the_written_table_says()
    {
        await using var host = await TurnoutHost.StartAsync();
        var callers = await CallersAsync(host);
        var rights = host.Service<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, endpoint => endpoint.Metadata.GetMetadata<RequiredRight>()!.Right);
        var table = new StringBuilder(Intro);
        table.Append("| operation | right |").AppendJoin("", callers.Select(caller => $" {caller.Name} |")).Append("\n|---|---|").AppendJoin("", callers.Select(_ => "---|")).Append('\n');
        foreach (var (method, path, name) in await OperationsAsync(host))
        {
            table.Append($"| `{method} {path}` | {(rights[name] == Right.None ? "public" : Rights.Name(rights[name]))} |");
            foreach (var (_, client) in callers) table.Append(await IsLetInAsync(client, method, Address(path)) ? " x |" : " - |");
            table.Append('\n');
        }
        foreach (var (_, client) in callers) client.Dispose();

        var file = Path.Combine(Root(), "docs", "endpoint-rights.md");
        if (Environment.GetEnvironmentVariable("TURNOUT_WRITE_TABLE") == "1") await File.WriteAllTextAsync(file, table.ToString());
        var written = (await File.ReadAllTextAsync(file)).Split('\n');
        var found = table.ToString().Split('\n');
        Assert.True(written.SequenceEqual(found),
            $"docs/endpoint-rights.md says otherwise. Written and not found:\n{string.Join('\n', written.Except(found))}\nFound and not written:\n{string.Join('\n', found.Except(written))}");
    }

    [Fact]
    public async Task A_role_elsewhere_opens_nothing_in_an_environment()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, elsewhere) = await host.JoinAsync("ada@example.org", new { development = "admin" });
        var token = await host.Admin.PostAsync<JsonElement>("/api/v1/tokens", new { name = "ci", scopes = new[] { "admin" }, environment = "development" }, System.Net.HttpStatusCode.Created);
        using var program = host.Client(token.Text("token"));
        using var _ = elsewhere;
        var tried = 0;
        foreach (var (method, path, name) in await OperationsAsync(host))
        {
            // What environments there are, and how they are set up, every member may know.
            if (!path.Contains("{environment}", StringComparison.Ordinal) || name == "getEnvironmentSettings") continue;
            tried++;
            Assert.False(await IsLetInAsync(elsewhere, method, Address(path)), $"{method} {path}");
            Assert.False(await IsLetInAsync(program, method, Address(path)), $"{method} {path}");
        }
        Assert.True(tried > 30, $"{tried}");
    }

    static async Task<List<(string Name, HttpClient Client)>> CallersAsync(TurnoutHost host)
    {
        var callers = new List<(string, HttpClient)>
        {
            ("nobody", host.Client(null)),
            ("client key", host.Client(await host.CreateKeyAsync("client"))),
            ("server key", host.Client(await host.CreateKeyAsync("server"))),
            ("end user", host.Client(Harness.EndUserToken(new { sub = "u1" }))),
        };
        foreach (var role in new[] { "viewer", "editor", "releaser", "admin" })
            callers.Add((role, (await host.JoinAsync($"{role}@example.org", new Dictionary<string, string> { ["*"] = role })).Client));
        callers.Add(("admin token", host.Client(TurnoutHost.AdminToken)));
        return callers;
    }

    /// <summary>The operations by path; signing out last, for it ends the callers.</summary>
    static async Task<List<(string Method, string Path, string Name)>> OperationsAsync(TurnoutHost host)
    {
        var document = await host.Anonymous.GetAsync<JsonElement>("/openapi/v1.json");
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("operationId", out _))
                .Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value.Text("operationId"))))
            .OrderBy(operation => operation.Item3 == "signOut").ThenBy(operation => operation.Name, StringComparer.Ordinal).ThenBy(operation => operation.Item1, StringComparer.Ordinal).ToList();
        Assert.True(operations.Count > 100, $"{operations.Count} operations");
        return operations;
    }

    static string Address(string path) => Placeholder().Replace(path, placeholder => placeholder.Value switch
    {
        "{environment}" => "production",
        // Elsewhere than in texts, only what has the form reaches the gate.
        "{version}" => "1",
        _ => "none-such",
    });

    static async Task<bool> IsLetInAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if ((int)response.StatusCode is not (401 or 403)) return true;
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return problem.Text("code") is not ("unauthenticated" or "forbidden");
    }

    static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        return root.FullName;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();
}
