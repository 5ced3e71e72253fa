using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.FileProviders;
using Shop;
using Turnout.Client;
using Turnout.Engine;

var builder = WebApplication.CreateBuilder(args);
var server = new Uri(builder.Configuration["Turnout:ServerUrl"] ?? "http://127.0.0.1:5080");

// A sample may do what an application never would: make its own flags, experiments and keys, with an admin token.
var adminToken = builder.Configuration["TURNOUT_ADMIN_TOKEN"]
    ?? throw new InvalidOperationException("Set TURNOUT_ADMIN_TOKEN to the admin token that Turnout was started with.");
using var setup = new ShopSetup(server, adminToken, builder.Configuration["Shop:Environment"] ?? "production");
var keys = await setup.RunAsync();

builder.Services
    .AddTurnout(options => (options.ServerUrl, options.Key, options.CacheFolder) = (server, keys.Server, ""))
    .UseContext(http => new EvaluationContext
    {
        VisitorId = http.Request.Cookies["turnout_visitor"],
        UserId = http.User.FindFirstValue("sub"),
        TeamId = http.User.FindFirstValue("team_id"),
        ["plan"] = http.User.FindFirstValue("plan"),
    });
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
{
    options.Cookie.Name = "shop_session";
    options.Events.OnRedirectToLogin = context =>
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    };
});

var app = builder.Build();
var folder = typeof(ShopPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Pages").Value!;
var page = await ShopPage.LoadAsync(Path.Combine(folder, "index.html"), server, keys.Client);

app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(folder, "assets")), RequestPath = "/assets" });
app.UseAuthentication();
app.UseTurnoutVisitor();

string[] paths = ["/", "/pricing", "/dashboard", "/billing", "/reports"];
foreach (var path in paths)
    app.MapGet(path, (RequestFlags flags, HttpContext http) => page.Render(flags, http));

app.MapPost("/sign-in", async (HttpContext http) =>
{
    var form = await http.Request.ReadFormAsync();
    if (ShopPerson.Find(form["user"].ToString()) is not { } person) return Results.NotFound();
    await http.SignInAsync(new ClaimsPrincipal(person.ToIdentity()));
    return Results.LocalRedirect(paths.Contains(form["back"].ToString()) ? form["back"].ToString() : "/");
});
app.MapPost("/sign-out", async (HttpContext http) =>
{
    await http.SignOutAsync();
    return Results.LocalRedirect("/");
});

// The upgrade button's conversion: Turnout's client checks that the variant is the signed-in caller's own before it counts.
app.MapTurnoutConverted();

app.Run();
