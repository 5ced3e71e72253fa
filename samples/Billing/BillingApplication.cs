using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Turnout.Client;
using Turnout.Engine;

namespace Billing;

/// <summary>The application: what a team would write, and nothing else.</summary>
internal static class BillingApplication
{
    /// <summary>The upgrade-button test, declared in code: it runs without a server, too, and with the buckets it always had.</summary>
    private static readonly ExperimentDeclaration UpgradeButton =
        Experiment.Define("upgrade_button").Variants("control", "urgent", "value").Unit("team").Sha256Modulo();

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddTurnout()
            .AddExperiments(UpgradeButton)
            .UseContext(ContextOf);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
            options.Events.OnRedirectToLogin = context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            });
        builder.Services.AddAuthorization();
        builder.Services.AddRazorPages().AddApplicationPart(typeof(BillingApplication).Assembly);
        builder.Services.AddHealthChecks().AddTurnout();
        builder.Services.AddSingleton<Charges>();
        builder.Services.AddSingleton<BillingMetrics>();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        app.MapHealthChecks("/health");

        // Who is this, and what does it get? One round trip for the dashboard.
        app.MapGet("/auth/me", (HttpContext http) => new { user_id = http.User.FindFirstValue("sub"), team_id = http.User.FindFirstValue("team_id") })
            .RequireAuthorization()
            .WithTurnoutExperiments();

        app.MapTurnoutConverted();

        // Money moves only for real customers, and only while nobody has pulled the kill switch.
        app.MapPost("/billing/charge", (HttpContext http, Charges charges, BillingMetrics metrics) =>
            {
                metrics.Charged(ContextOf(http), "paid");
                return charges.Add(http.User.FindFirstValue("team_id")!);
            })
            .RequireAuthorization()
            .RejectSyntheticTraffic()
            .RequireFlag("billing.charging");

        // Any sign-in will do for a sample; claims are what matters.
        app.MapPost("/sign-in", async (HttpContext http, string user, string team, string? plan, bool synthetic = false) =>
        {
            var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
            identity.AddClaims([new("sub", user), new("team_id", team), new("plan", plan ?? "free"), new("cohort", synthetic ? "test" : "none")]);
            await http.SignInAsync(new ClaimsPrincipal(identity));
            return Results.LocalRedirect("/billing");
        });
        return app;
    }

    /// <summary>What the application knows of its caller.</summary>
    private static EvaluationContext ContextOf(HttpContext http) => new()
    {
        UserId = http.User.FindFirstValue("sub"),
        TeamId = http.User.FindFirstValue("team_id"),
        ["plan"] = http.User.FindFirstValue("plan"),
        ["is_test_cohort"] = http.User.HasClaim("cohort", "test"),
    };
}

/// <summary>The charges made; stands for the payment provider.</summary>
internal sealed class Charges
{
    private int _count;

    public int Count => _count;

    public object Add(string team) => new { team_id = team, charge = Interlocked.Increment(ref _count) };
}
