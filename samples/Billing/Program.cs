using Billing;
using Turnout.Client;

var builder = WebApplication.CreateBuilder(args);
var server = new Uri(builder.Configuration["Turnout:ServerUrl"] ?? "http://127.0.0.1:5080");

// A sample may do what an application never would: make its own flag, experiment and key, with an admin token.
var adminToken = builder.Configuration["TURNOUT_ADMIN_TOKEN"]
    ?? throw new InvalidOperationException("Set TURNOUT_ADMIN_TOKEN to the admin token that Turnout was started with.");
using (var setup = new BillingSetup(server, adminToken))
{
    var key = await setup.RunAsync();
    builder.Services.Configure<TurnoutOptions>(options => (options.ServerUrl, options.Key) = (server, key));
}

var app = BillingApplication.Build(builder);
app.Run();
