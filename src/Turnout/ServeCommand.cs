using System.CommandLine;
using Microsoft.Extensions.Options;
using Turnout.Demo;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout;

/// <summary>The default verb: the server.</summary>
internal static class ServeCommand
{
    internal const string DefaultAddress = "http://127.0.0.1:5080";

    public static void Configure(Command command)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by semicolons. Default: ASPNETCORE_URLS, or {DefaultAddress}." };
        var data = DataOption();
        command.Options.Add(urls);
        command.Options.Add(data);
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(urls), arguments.GetValue(data), cancellation));
    }

    public static Option<string?> DataOption() => new("--data") { Description = "The data folder. Default: TURNOUT_DATA, or ./data." };

    /// <summary>The address of a server that is spoken to; what is no address is refused before anything is done.</summary>
    public static Option<string> UrlOption()
    {
        var url = new Option<string>("--url") { Description = "The server's address.", DefaultValueFactory = _ => DefaultAddress };
        // Here and not among the command's checks, which run before there are defaults.
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out _)) result.AddError($"--url is not an address such as {DefaultAddress}.");
        });
        return url;
    }

    static async Task<int> RunAsync(string? urls, string? data, CancellationToken cancellation)
    {
        try
        {
            await using var app = Build(urls, data);
            await app.StartAsync(cancellation);
            foreach (var address in app.Urls) Console.WriteLine($"Turnout listens on {address}");
            var environments = await app.Services.GetRequiredService<EnvironmentStore>().AllAsync(cancellation);
            if (environments.TrueForAll(environment => environment.Version == 0))
                Console.WriteLine("Nothing is in it yet. For something to look at: turnout demo (from a clone: ./run.sh demo).");
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync($"turnout: {message}");
            return 1;
        }
    }

    /// <summary>The server as an application, not yet started.</summary>
    /// <param name="urls">Where to listen; null: as configured.</param>
    /// <param name="data">The data folder; null: as configured.</param>
    /// <param name="alone">Whether this process claims the data folder for itself.</param>
    /// <param name="adminToken">The first admin token; null: as configured.</param>
    internal static WebApplication Build(string? urls, string? data, bool alone = true, string? adminToken = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (data is not null) builder.Configuration["TURNOUT_DATA"] = data;
        if (adminToken is not null) builder.Configuration["TURNOUT_ADMIN_TOKEN"] = adminToken;
        builder.WebHost.UseUrls(urls ?? builder.Configuration["urls"] ?? DefaultAddress);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // It logs a failed start with its stack trace; RunAsync tells the operator in words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.AddTurnoutServer();
        builder.Services.AddSingleton<DemoRun>();
        builder.Services.Configure<StorageOptions>(options => options.Alone = alone);

        var app = builder.Build();
        app.UseTurnoutServer();
        app.MapTurnoutServer();
        DemoEndpoints.Map(app);
        return app;
    }

    /// <returns>What the operator can do something about, in words; null for a bug, which shows its stack trace.</returns>
    internal static string? Explain(Exception exception) => exception switch
    {
        StartupException startup => startup.Code is { } code ? $"{startup.Message} ({code})" : startup.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        FormatException { Source: "Microsoft.AspNetCore.Http" } => $"{exception.Message}. Write --urls as http://127.0.0.1:8080, several with semicolons between them.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Choose another address with --urls.",
        _ => null,
    };
}
