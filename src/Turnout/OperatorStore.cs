using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout;

/// <summary>Opens the configured store beside a server that may be running on it, for the operator's verbs.</summary>
internal static class OperatorStore
{
    /// <param name="data">The data folder; null: as configured.</param>
    public static async Task<(WebApplication Services, Database Database)> OpenAsync(string? data, CancellationToken cancellation)
    {
        var services = ServeCommand.Build(null, data, alone: false);
        try
        {
            services.Services.GetRequiredService<IStartupValidator>().Validate();
            var database = services.Services.GetRequiredService<Database>();
            await database.StartAsync(cancellation);
            return (services, database);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a verb's work with one of the services over the store; what the operator can mend is said in words, with exit code 1.</summary>
    public static async Task<int> UseAsync<TService>(string? data, Voice voice, Func<TService, Task<int>> work, CancellationToken cancellation)
        where TService : notnull
    {
        try
        {
            var (services, _) = await OpenAsync(data, cancellation);
            await using (services) return await work(services.Services.GetRequiredService<TService>());
        }
        catch (Exception exception) when (ServeCommand.Explain(exception) is { } message)
        {
            return voice.Fail(ExitCodes.Refused, message);
        }
    }
}
