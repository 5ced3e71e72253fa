using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using Turnout.FeatureManagement;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllersWithViews();
builder.Services.AddFeatureManagement();
// What is new; the rest goes on as it is.
builder.Services.AddTurnoutFeatureManagement(options =>
{
    options.ServerUrl = new Uri("https://turnout.example.com");
    options.Key = "YOUR_KEY";
});
var app = builder.Build();
app.MapControllers();
app.Run();

public class CheckoutController : Controller
{
    [HttpGet("/"), FeatureGate("my-first-flag")]
    public IActionResult Checkout() => Content("the new way");
}
