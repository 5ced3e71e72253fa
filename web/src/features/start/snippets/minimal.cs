using Turnout.Client;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTurnout(options =>
{
    options.ServerUrl = new Uri("https://turnout.example.com");
    options.Key = "YOUR_KEY";
});
var app = builder.Build();

app.MapGet("/", (RequestFlags flags) => flags.IsEnabled("my-first-flag") ? "the new way" : "the old way");

app.Run();
