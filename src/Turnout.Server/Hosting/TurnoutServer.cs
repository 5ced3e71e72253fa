using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Analysis;
using Turnout.Server.Analysis.Planning;
using Turnout.Server.Analysis.Replays;
using Turnout.Server.Delivery;
using Turnout.Server.Delivery.Ofrep;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Members;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Features.Segments;
using Turnout.Server.Features.Webhooks;
using Turnout.Server.Outbound;
using Turnout.Server.Sinks;
using Turnout.Server.Storage;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Hosting;

/// <summary>Hosts the whole platform in an ASP.NET Core application.</summary>
public static class TurnoutServer
{
    /// <summary>The largest request body, in bytes, that a call takes unless it says otherwise.</summary>
    internal const int MaxBodyBytes = 1 << 20;

    /// <summary>
    /// Adds Turnout's services, configured by the sections <c>Turnout:Storage</c>, <c>Turnout:Access</c> and <c>Turnout:Jwt</c> and by
    /// the variables <c>TURNOUT_DATA</c>, <c>TURNOUT_POSTGRES</c>, <c>TURNOUT_CLICKHOUSE</c>, <c>TURNOUT_ADMIN_TOKEN</c> and <c>TURNOUT_JWT_SECRET</c>, which win.
    /// What is configured wrongly stops the start with an <see cref="OptionsValidationException"/> that names the key.
    /// </summary>
    /// <remarks>JSON of minimal APIs in this application becomes snake_case and strict.</remarks>
    public static IHostApplicationBuilder AddTurnoutServer(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var configuration = builder.Configuration;

        AddOptions<StorageOptions, StorageOptions.Validation>(services, configuration, "Turnout:Storage", options =>
        {
            options.DataFolder = Variable(configuration, "TURNOUT_DATA") ?? options.DataFolder;
            options.Postgres = Variable(configuration, "TURNOUT_POSTGRES") ?? options.Postgres;
            options.ClickHouse = Variable(configuration, "TURNOUT_CLICKHOUSE") ?? options.ClickHouse;
        });
        AddOptions<AccessOptions, AccessOptions.Validation>(services, configuration, "Turnout:Access", options =>
            options.AdminToken = Variable(configuration, "TURNOUT_ADMIN_TOKEN") ?? options.AdminToken);
        AddOptions<JwtOptions, JwtOptions.Validation>(services, configuration, "Turnout:Jwt", options =>
            options.Secret = Variable(configuration, "TURNOUT_JWT_SECRET") ?? options.Secret);

        AddOptions<LimitOptions, LimitOptions.Validation>(services, configuration, "Turnout:Limits", _ => { });
        AddOptions<OpenIdOptions, OpenIdOptions.Validation>(services, configuration, "Turnout:OpenId", options =>
            options.ClientSecret = Variable(configuration, "TURNOUT_OPENID_SECRET") ?? options.ClientSecret);
        AddOptions<MemberOptions, MemberOptions.Validation>(services, configuration, "Turnout:Members", _ => { });
        AddOptions<AnalysisOptions, AnalysisOptions.Validation>(services, configuration, "Turnout:Analysis", _ => { });
        AddOptions<EventOptions, EventOptions.Validation>(services, configuration, "Turnout:Events", _ => { });
        AddOptions<OutboundOptions, OutboundOptions.Validation>(services, configuration, "Turnout:Outbound", _ => { });
        AddOptions<SinkOptions, SinkOptions.Validation>(services, configuration, "Turnout", _ => { });
        AddOptions<TelemetryOptions, TelemetryOptions.Validation>(services, configuration, "Turnout:Telemetry", _ => { });
        AddOptions<WebhookOptions, WebhookOptions.Validation>(services, configuration, "Turnout:Webhooks", _ => { });

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new Announcements(Console.Out));
        services.AddSingleton(OpenDatabase);
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<EnvironmentStore>();
        services.AddSingleton<AccessStore>();
        services.AddSingleton<KeyTable>();
        services.AddSingleton<Limits>();
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<MemberStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<OpenIdProvider>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<MemberOptions>>((hashing, members) => hashing.IterationCount = members.Value.PasswordRounds);
        services.TryAddSingleton<IPasswordHasher<Member>, PasswordHasher<Member>>();
        services.AddSingleton<CohortStore>();
        services.AddSingleton<CohortTable>();
        services.AddSingleton<SyntheticResults>();
        services.AddSingleton<EndUserTokens>();
        services.AddSingleton<StreamTokens>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamTokens>());
        services.AddSingleton<Gate>();
        services.AddHostedService<FirstSignIn>();
        services.AddHostedService<KeyUseWriter>();
        SafeHands.Add(services);
        services.AddSingleton<FlagStore>();
        services.AddSingleton<SegmentStore>();
        services.AddSingleton<MetricStore>();
        services.AddSingleton<ExperimentStore>();
        services.AddSingleton<ExperimentWrites>();
        services.AddSingleton<HoldoutStore>();
        services.AddSingleton<Rulesets>();
        services.AddHostedService(provider => provider.GetRequiredService<Rulesets>());
        services.AddSingleton<AssignmentStore>();
        services.AddSingleton<Assignments>();
        services.AddSingleton<Conversions>();
        services.AddSingleton<ClickHouseEvents>();
        services.AddSingleton<EventLogStore>();
        services.AddSingleton<EventMover>();
        services.AddHostedService(provider => provider.GetRequiredService<EventMover>());
        services.AddSingleton<EventLog>();
        services.AddSingleton<Exposures>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<ExperimentResults>();
        services.AddSingleton<Reanalysis>();
        services.AddSingleton<EventRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<EventRetention>());
        services.AddSingleton<MetricPasts>();
        services.AddSingleton<Replayer>();
        services.AddSingleton<RemoveTraces>(AssignmentStore.DeleteExperimentAsync);
        services.AddSingleton<RemoveTraces>(provider => provider.GetRequiredService<EventLogStore>().RemoveExperimentAsync);
        services.AddSingleton<ChangeStreams>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeStreams>());
        services.AddSingleton<CallerAssignments>();
        services.AddHostedService<Schedules>();
        services.AddSingleton<OutboundHttp>();
        services.AddSingleton<SealedSecrets>();
        services.AddHostedService(provider => provider.GetRequiredService<SealedSecrets>());
        services.AddMetrics();
        services.AddSingleton<ServerMeter>();
        services.AddSingleton<EvaluationEvents>();
        services.AddSingleton<PrometheusMetrics>();
        OpenTelemetryExport.Add(builder);
        services.AddSingleton<SinkStore>();
        services.AddSingleton<SinkFeed>();
        services.AddSingleton<SinkRegistry>();
        services.AddSingleton<SinkRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<SinkRunner>());
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());

        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.ConfigureHttpJsonOptions(options => Wire.Configure(options.SerializerOptions));
        // What cannot be bound is thrown, so that the gate can say why.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResults.Customize);
        services.AddCors(options => options.AddPolicy(Gate.CorsPolicy, policy => policy
            // A client key is public and travels in a header, never in a cookie: any page may use the one it was given.
            .AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders("ETag", "Retry-After").SetPreflightMaxAge(TimeSpan.FromHours(2))));
        services.AddOpenApi("v1", ApiDescription.Configure);
        return builder;
    }

    /// <summary>Maps every endpoint of Turnout's, at the addresses of the API.</summary>
    public static IEndpointRouteBuilder MapTurnoutServer(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("");
        group.WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        ((IEndpointConventionBuilder)group).Finally(endpoints.ServiceProvider.GetRequiredService<Gate>().Guard);

        HealthEndpoints.Map(group);
        group.MapOpenApi("/openapi/{documentName}.json").Public();
        EnvironmentEndpoints.Map(group);
        SafeHands.Map(group);
        KeyEndpoints.Map(group);
        ConnectionEndpoints.Map(group);
        TokenEndpoints.Map(group);
        MemberEndpoints.Map(group);
        SessionEndpoints.Map(group);
        OpenIdEndpoints.Map(group);
        AuditEndpoints.Map(group);
        CohortEndpoints.Map(group);
        FlagEndpoints.Map(group);
        FlagStates.Map(group);
        FlagTags.Map(group);
        SegmentEndpoints.Map(group);
        MetricEndpoints.Map(group);
        ExperimentEndpoints.Map(group);
        HoldoutEndpoints.Map(group);
        AssignmentEndpoints.Map(group);
        EventEndpoints.Map(group);
        RecentEvents.Map(group);
        EvaluateEndpoints.Map(group);
        RunningExperimentEndpoints.Map(group);
        RulesetEndpoints.Map(group);
        StreamEndpoints.Map(group);
        OfrepEndpoints.Map(group);
        ResultsEndpoints.Map(group);
        Exports.Map(group);
        WebhookEndpoints.Map(group);
        SinkEndpoints.Map(group);
        LinkEndpoints.Map(group);
        TelemetryEndpoints.Map(group);
        return endpoints;
    }

    /// <summary>
    /// Lets browsers of other origins call what client keys may call (CORS), and answers what no endpoint answers (404, 405, 415, …) as
    /// problem details too; serves the admin UI where the build has put it. Goes before the endpoints are mapped.
    /// </summary>
    public static IApplicationBuilder UseTurnoutServer(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            SecurityHeaders.Add(context);
            return next(context);
        });
        app.UseStatusCodePages(context => ProblemResults.OfStatus(context.HttpContext.Response.StatusCode).ToHttp().ExecuteAsync(context.HttpContext))
            .UseCors();
        // Behind the routing, so that no endpoint's address ever is a page's.
        if (AdminUi.Open(Path.Combine(AppContext.BaseDirectory, "web")) is { } ui)
            app.Use((context, next) => context.GetEndpoint() is null && ui.Find(context.Request) is { } answer ? answer(context) : next(context));
        return app;
    }

    static Database OpenDatabase(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var clock = services.GetRequiredService<TimeProvider>();
        return options.Postgres is { } postgres
            ? new PostgresDatabase(postgres, clock, services.GetRequiredService<ILogger<PostgresDatabase>>())
            : new SqliteDatabase(options.DataFolder, clock, services.GetRequiredService<ILogger<SqliteDatabase>>(), options.Alone);
    }

    static void AddOptions<TOptions, TValidation>(IServiceCollection services, IConfiguration configuration, string section, Action<TOptions> variables)
        where TOptions : class
        where TValidation : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).PostConfigure(variables).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidation>();
    }

    // A variable that is set to nothing counts as unset, as scripts and compose files leave them.
    static string? Variable(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } value ? value : null;
}
