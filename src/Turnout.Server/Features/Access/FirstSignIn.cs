using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>Where nobody can sign in yet, announces a one-time address at start.</summary>
internal sealed class FirstSignIn(AccessStore store, IOptions<AccessOptions> options, IServer server, Announcements announcements) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminToken is not null || await store.HasAdminAsync(cancellationToken)) return;
        var token = await store.CreateSignInLinkAsync(options.Value.SignInLinkLife, cancellationToken);
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        announcements.Say($"Sign in once at {SignInAddress(address, token)} (ends in {options.Value.SignInLinkLife.TotalHours:0.#} h).");
    }

    public static string SignInAddress(string server, string token)
    {
        // "http://0.0.0.0:5080" and "http://[::]:5080" are where the server listens, not where a browser goes.
        var address = new UriBuilder(server.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal));
        if (address.Host is "0.0.0.0" or "[::]") address.Host = "localhost";
        return $"{address.Uri.GetLeftPart(UriPartial.Authority)}/sign-in?token={token}";
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
