using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using Microsoft.FeatureManagement.FeatureFilters;
using Microsoft.FeatureManagement.Mvc;
using Microsoft.FeatureManagement.Mvc.TagHelpers;
using Turnout.Client;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.FeatureManagement.Tests;

/// <summary>A controller as applications have it: nothing in it knows of Turnout.</summary>
[ApiController]
public sealed class GatedController : ControllerBase
{
    /// <summary>Behind a gate.</summary>
    [HttpGet("/mvc")]
    [FeatureGate("beta")]
    public ActionResult<string> Get() => Ok("hello");

    /// <summary>Behind two gates of which one suffices.</summary>
    [HttpGet("/mvc-any")]
    [FeatureGate(RequirementType.Any, "beta", "gamma")]
    public ActionResult<string> Any() => Ok("any");
}

public class FeatureManagementTests
{
    private interface IGreeter
    {
        string Greet();
    }

    [VariantServiceAlias("formal")]
    private sealed class FormalGreeter : IGreeter
    {
        public string Greet() => "Good morning";
    }

    [VariantServiceAlias("casual")]
    private sealed class CasualGreeter : IGreeter
    {
        public string Greet() => "Hi";
    }

    private sealed class Accessor(string user, params string[] groups) : ITargetingContextAccessor
    {
        public async ValueTask<TargetingContext> GetContextAsync()
        {
            await Task.Yield();
            return new TargetingContext { UserId = user, Groups = groups };
        }
    }

    private static readonly FlagDefinition Checkout = new()
    {
        Key = "checkout",
        Type = FlagType.Json,
        Enabled = true,
        Variants = [new("small", FlagValue.Parse("""{"size":1}""")), new("big", FlagValue.Parse("""{"size":9,"colors":["red","blue"]}"""))],
        OffVariant = "small",
        OnVariant = "big",
        Allow = ["alice"],
        Rollout = 0,
    };

    private static ServiceProvider Services(Action<TestFlags> set, Action<IServiceCollection>? more = null, Dictionary<string, string?>? microsoft = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(microsoft ?? []).Build());
        services.AddTestFlags(set);
        services.AddTurnoutFeatureManagement();
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static async Task<(WebApplication App, HttpClient Client)> StartAsync(Action<TestFlags> set)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddControllers(options => options.Filters.AddForFeature<FilterMarker>("beta")).AddApplicationPart(typeof(GatedController).Assembly);
        builder.Services.AddFeatureManagement();
        builder.Services.AddTurnoutFeatureManagement();
        builder.Services.AddTestFlags(set);
        var app = builder.Build();
        app.MapControllers();
        app.MapGet("/minimal", () => "hello").WithFeatureGate("beta");
        app.UseMiddlewareForFeature<Marker>("beta");
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (app, new HttpClient { BaseAddress = new Uri(address) });
    }

    private sealed class Marker(RequestDelegate next)
    {
        public Task InvokeAsync(HttpContext http)
        {
            http.Response.Headers["X-Beta"] = "yes";
            return next(http);
        }
    }

    private sealed class FilterMarker : IAsyncActionFilter
    {
        public Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
        {
            context.HttpContext.Response.Headers["X-Beta-Filter"] = "yes";
            return next();
        }
    }

    [Fact]
    public async Task Middleware_and_filters_for_a_feature_run_while_it_is_on()
    {
        var (app, client) = await StartAsync(f => f.Set("beta", true).Set("gamma", true));
        await using (app)
        using (client)
        {
            using var on = await client.GetAsync("/mvc-any");
            Assert.Equal(["yes", "yes"], [on.Headers.GetValues("X-Beta").Single(), on.Headers.GetValues("X-Beta-Filter").Single()]);
            app.Services.GetRequiredService<TestFlags>().Set("beta", false);
            using var off = await client.GetAsync("/mvc-any");
            Assert.Equal((HttpStatusCode.OK, false, false), (off.StatusCode, off.Headers.Contains("X-Beta"), off.Headers.Contains("X-Beta-Filter")));
        }
    }

    [Theory]
    [InlineData("/mvc")]
    [InlineData("/mvc-any")]
    [InlineData("/minimal")]
    public async Task Gate_opens_and_closes_with_the_flag(string path)
    {
        var (app, client) = await StartAsync(f => f.Set("beta", true));
        await using (app)
        using (client)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
            app.Services.GetRequiredService<TestFlags>().Set("beta", false);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
            app.Services.GetRequiredService<TestFlags>().Remove("beta");
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
        }
    }

    [Theory]
    [InlineData("on", true, true)]
    [InlineData("off", true, false)]
    [InlineData("off", false, true)]
    [InlineData("missing", true, false)]
    public async Task Microsofts_tag_helper_asks_turnout(string feature, bool positive, bool shown)
    {
        await using var services = Services(f => f.Set("on", true).Set("off", false));
        using var scope = services.CreateScope();
        var helper = new FeatureTagHelper(
            scope.ServiceProvider.GetRequiredService<IFeatureManagerSnapshot>(), scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>())
        {
            Name = feature,
            Negate = !positive,
        };
        var output = new TagHelperOutput("feature", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        output.Content.SetContent("content");
        await helper.ProcessAsync(new TagHelperContext([], new Dictionary<object, object>(), "1"), output);
        Assert.Equal(shown, !output.Content.IsEmptyOrWhiteSpace);
    }

    [Fact]
    public async Task Variant_comes_with_its_value_as_configuration()
    {
        await using var services = Services(f => f.Set(Checkout));
        var manager = services.GetRequiredService<IVariantFeatureManager>();
        var big = await manager.GetVariantAsync("checkout", new TargetingContext { UserId = "alice" });
        Assert.Equal(("big", "9", "blue"), (big.Name, big.Configuration["size"], big.Configuration["colors:1"]));
        Assert.Equal("small", (await manager.GetVariantAsync("checkout", new TargetingContext { UserId = "bob" })).Name);
        Assert.True(await manager.IsEnabledAsync("checkout", new TargetingContext { UserId = "alice" }));
        Assert.False(await manager.IsEnabledAsync("checkout", new TargetingContext { UserId = "bob" }));
    }

    [Fact]
    public async Task Plain_feature_has_no_variant()
    {
        await using var services = Services(f => f.Set(new FlagDefinition { Key = "plain", Enabled = true }));
        Assert.Null(await services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("plain"));
    }

    [Fact]
    public async Task Experiment_answers_as_a_variant_feature()
    {
        await using var services = Services(f => f.Assign("upgrade_button", "urgent"));
        var variant = await services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("upgrade_button", new TargetingContext { UserId = "u" });
        Assert.Equal("urgent", variant.Name);
    }

    [Fact]
    public async Task Targeting_of_the_application_names_user_and_groups()
    {
        var ring0 = new FlagDefinition
        {
            Key = "ring",
            Enabled = true,
            Rollout = 0,
            Rules = [new(new AttributeCondition { Attribute = "groups", Op = Operator.AnyOf, Values = ["ring0"] }, new ServeDefinition { Value = FlagValue.True })],
        };
        await using var inRing = Services(f => f.Set(ring0).Set(Checkout), s => s.AddSingleton<ITargetingContextAccessor>(new Accessor("alice", "staff", "ring0")));
        Assert.True(await inRing.GetRequiredService<IFeatureManager>().IsEnabledAsync("ring"));
        Assert.Equal("big", (await inRing.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("checkout")).Name);
        await using var outside = Services(f => f.Set(ring0), s => s.AddSingleton<ITargetingContextAccessor>(new Accessor("bob", "staff")));
        Assert.False(await outside.GetRequiredService<IFeatureManager>().IsEnabledAsync("ring"));
    }

    [Fact]
    public async Task Implementation_is_chosen_by_variant()
    {
        var greeting = Checkout with { Key = "greeting", Type = FlagType.String, Variants = [new("casual", FlagValue.From("c")), new("formal", FlagValue.From("f"))], OffVariant = "casual", OnVariant = "formal" };
        await using var services = Services(
            f => f.Set(greeting),
            s =>
            {
                s.AddSingleton<IGreeter, FormalGreeter>();
                s.AddSingleton<IGreeter, CasualGreeter>();
                s.AddSingleton<ITargetingContextAccessor>(new Accessor("alice"));
                s.AddFeatureManagement().WithVariantService<IGreeter>("greeting");
            });
        var greeter = await services.GetRequiredService<IVariantServiceProvider<IGreeter>>().GetServiceAsync(CancellationToken.None);
        Assert.Equal("Good morning", greeter!.Greet());
    }

    [Fact]
    public async Task Feature_that_turnout_does_not_know_stays_microsofts()
    {
        await using var services = Services(
            f => f.Set("ours", true),
            microsoft: new() { ["feature_management:feature_flags:0:id"] = "theirs", ["feature_management:feature_flags:0:enabled"] = "true" });
        var manager = services.GetRequiredService<IFeatureManager>();
        Assert.True(await manager.IsEnabledAsync("ours"));
        Assert.True(await manager.IsEnabledAsync("theirs"));
        Assert.False(await manager.IsEnabledAsync("nobodys"));
        var names = new List<string>();
        await foreach (var name in manager.GetFeatureNamesAsync()) names.Add(name);
        Assert.Equal(["ours", "theirs"], names);
    }

    [Fact]
    public async Task Missing_feature_is_an_error_where_microsoft_was_told_so()
    {
        await using var services = Services(_ => { }, s => s.Configure<FeatureManagementOptions>(options => options.IgnoreMissingFeatures = false));
        var thrown = await Assert.ThrowsAsync<FeatureManagementException>(() => services.GetRequiredService<IFeatureManager>().IsEnabledAsync("nobodys"));
        Assert.Equal(FeatureManagementError.MissingFeature, thrown.Error);
    }

    [Fact]
    public async Task Snapshot_keeps_its_answer_for_the_whole_request()
    {
        await using var services = Services(f => f.Set("x", true));
        using var scope = services.CreateScope();
        var snapshot = scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>();
        Assert.True(await snapshot.IsEnabledAsync("x"));
        services.GetRequiredService<TestFlags>().Set("x", false);
        Assert.True(await snapshot.IsEnabledAsync("x"));
        using var next = services.CreateScope();
        Assert.False(await next.ServiceProvider.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("x"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_line_works_before_and_after_microsofts(bool before)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        if (before) services.AddTurnoutFeatureManagement();
        services.AddFeatureManagement();
        if (!before) services.AddTurnoutFeatureManagement();
        services.AddTestFlags(f => f.Set("x", true));
        await using var provider = services.BuildServiceProvider();
        Assert.True(await provider.GetRequiredService<IFeatureManager>().IsEnabledAsync("x"));
        Assert.True(await provider.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("x"));
    }

    [Fact]
    public async Task Scoped_feature_management_works_too()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopedFeatureManagement();
        services.AddTurnoutFeatureManagement();
        services.AddTestFlags(f => f.Set("x", true));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<IFeatureManager>().IsEnabledAsync("x"));
    }
}
