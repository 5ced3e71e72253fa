using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Client.AspNetCore;
using Turnout.Client.Registry;
using Turnout.Engine;

namespace Turnout.Client;

/// <summary>What <c>AddTurnout()</c> returns, for what goes beyond the options.</summary>
public sealed class TurnoutBuilder
{
    private readonly ExperimentRegistry _registry;

    internal TurnoutBuilder(IServiceCollection services, ExperimentRegistry registry) => (Services, _registry) = (services, registry);

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Declares experiments in code.</summary>
    /// <exception cref="ArgumentException">One is not sound, or declared twice.</exception>
    public TurnoutBuilder AddExperiments(params ExperimentDeclaration[] declarations)
    {
        foreach (var declaration in declarations) _registry.Add(declaration.ToDefinition());
        return this;
    }

    /// <summary>
    /// How a request becomes a context; replaces the default (claims <c>sub</c> and <c>team_id</c>, cookie <c>turnout_visitor</c>). Called at most once per
    /// request, at the first use.
    /// </summary>
    public TurnoutBuilder UseContext(Func<HttpContext, EvaluationContext> read)
    {
        Services.AddSingleton(new RequestContextReader(read));
        return this;
    }

    /// <summary>
    /// How synthetic traffic is told from real, for <c>RejectSyntheticTraffic()</c>; replaces the default (the context's attribute
    /// <c>is_test_cohort</c> is true, or the server has its user or team in the test cohort). When it fails, the request counts as real.
    /// </summary>
    public TurnoutBuilder DetectSynthetic(Func<HttpContext, EvaluationContext, CancellationToken, ValueTask<bool>> isSynthetic)
    {
        Services.AddSingleton(new SyntheticTraffic(isSynthetic));
        return this;
    }
}
