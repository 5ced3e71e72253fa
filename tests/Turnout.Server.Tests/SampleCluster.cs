using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Turnout.Server.Tests;

/// <summary>What <c>samples/cluster/run.sh</c> starts: three servers on one PostgreSQL behind nginx, each started again when it dies.</summary>
public sealed class SampleCluster : IAsyncDisposable
{
    public const int Servers = 3;

    readonly Process script;
    readonly TestDatabase database;
    readonly string[] pidFiles = new string[Servers];

    SampleCluster(Process script, TestDatabase database, int port)
    {
        this.script = script;
        this.database = database;
        Nginx = At(port);
        Addresses = [.. Enumerable.Range(1, Servers).Select(server => At(port + server))];
    }

    public Uri Nginx { get; }

    public IReadOnlyList<Uri> Addresses { get; }

    public static async Task<SampleCluster> StartAsync()
    {
        var database = await TestDatabase.CreateAsync(Store.Postgres);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Turnout.slnx"))) root = root.Parent ?? throw new InvalidOperationException("The repository was not found.");
        var port = FreePorts(Servers + 1);
        var start = new ProcessStartInfo("bash", ["samples/cluster/run.sh", port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TURNOUT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["TURNOUT_POSTGRES"] = database.Postgres;
        start.Environment["TURNOUT_ADMIN_TOKEN"] = TurnoutHost.AdminToken;
        start.Environment["TURNOUT_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "turnout.dll");
        var cluster = new SampleCluster(Process.Start(start)!, database, port);
        try
        {
            while (await cluster.script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3)) is { } line && line != "ready")
            {
                const string mark = "process in ";
                if (line.StartsWith("server ", StringComparison.Ordinal))
                    cluster.pidFiles[line["server ".Length] - '1'] = line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..];
            }
            Assert.All(cluster.pidFiles, Assert.NotNull);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public static HttpClient Client(Uri address, string token) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    /// <summary>Ends a server without a chance to say goodbye; it comes back by itself.</summary>
    public async Task KillAsync(int server)
    {
        var pid = int.Parse(await File.ReadAllTextAsync(pidFiles[server]), CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It is on its way up again from the last time.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!script.HasExited)
        {
            using var end = Process.Start("kill", ["-TERM", $"{script.Id}"]);
            await script.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        script.Dispose();
        await database.DisposeAsync();
    }

    static Uri At(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>The first of so many free ports in a row, below those that the system hands out by itself.</summary>
    static int FreePorts(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(15_000, 30_000);
            try
            {
                foreach (var port in Enumerable.Range(first, count))
                {
                    using var listener = new TcpListener(System.Net.IPAddress.Loopback, port);
                    listener.Start();
                }
                return first;
            }
            catch (SocketException)
            {
            }
        }
    }
}
