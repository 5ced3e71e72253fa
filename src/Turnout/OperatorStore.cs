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
}
