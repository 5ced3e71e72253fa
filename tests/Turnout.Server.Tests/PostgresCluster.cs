namespace Turnout.Server.Tests;

/// <summary>A PostgreSQL of a test's own, to be killed and brought back.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    readonly Dictionary<string, string> variables;

    PostgresCluster(Dictionary<string, string> variables) => this.variables = variables;

    public string ConnectionString => variables["TURNOUT_TEST_POSTGRES"];

    public static async Task<PostgresCluster> StartAsync()
    {
        var output = await Script.RunAsync("postgres", "start");
        return new PostgresCluster(Script.Exports(output));
    }

    public Task KillAsync() => Script.RunAsync("postgres", "kill", variables);

    public Task RestartAsync() => Script.RunAsync("postgres", "restart", variables);

    public async ValueTask DisposeAsync() => await Script.RunAsync("postgres", "stop", variables);
}
