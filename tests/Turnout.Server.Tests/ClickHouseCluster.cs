namespace Turnout.Server.Tests;

/// <summary>A ClickHouse of a test's own, of two shards, to be killed and brought back.</summary>
public sealed class ClickHouseCluster : IAsyncDisposable
{
    readonly Dictionary<string, string> variables;

    ClickHouseCluster(Dictionary<string, string> variables) => this.variables = variables;

    /// <summary>For TURNOUT_CLICKHOUSE.</summary>
    public string Address => variables["TURNOUT_TEST_CLICKHOUSE_SHARDS"];

    public static async Task<ClickHouseCluster> StartAsync() => new(Script.Exports(await Script.RunAsync("clickhouse", "start")));

    public Task KillAsync() => Script.RunAsync("clickhouse", "kill", variables);

    public Task RestartAsync() => Script.RunAsync("clickhouse", "restart", variables);

    public async ValueTask DisposeAsync() => await Script.RunAsync("clickhouse", "stop", variables);
}
