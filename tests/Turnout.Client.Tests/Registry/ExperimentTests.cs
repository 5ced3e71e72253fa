using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Client.Delivery;
using Turnout.Engine;

namespace Turnout.Client.Tests.Registry;

public class ExperimentTests
{
    private static readonly ExperimentDeclaration UpgradeButton =
        Experiment.Define("upgrade_button").Variants("control", "urgent", "value").Unit("team").Salt("2026-06").Sha256Modulo();

    private static Task<ClientHost> OfflineAsync(params ExperimentDeclaration[] declarations) => ClientHost.StartAsync(
        null, options => options.Offline = true, turnout => turnout.AddExperiments(declarations));

    [Fact]
    public async Task Declared_experiment_runs_with_no_server_at_all()
    {
        await using var host = await OfflineAsync(UpgradeButton);
        Assert.Equal(RulesetOrigin.Code, host.Flags.Origin);
        string[] variants = ["control", "urgent", "value"];
        for (var i = 0; i < 1000; i++)
        {
            // The selector as the pricing experiments had it, computed here again.
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"team-{i}2026-06"));
            var expected = variants[(int)(BitConverter.ToUInt64([.. hash[..8].Reverse()]) % 3)];
            Assert.Equal(expected, host.Flags.GetVariant("upgrade_button", new EvaluationContext { TeamId = $"team-{i}" }));
        }
    }

    [Fact]
    public async Task Server_that_knows_the_experiment_has_the_last_word()
    {
        var own = Rulesets.Running("upgrade_button") with { Variants = [new("green", 1), new("blue", 0)] };
        await using var server = await FakeServer.StartAsync(Rulesets.With(1) with { Experiments = [own] });
        await using var host = await (await ClientHost.StartAsync(server.Url, build: turnout => turnout.AddExperiments(
            UpgradeButton, Experiment.Define("local").Variants("a", "b")))).ReadyAsync();
        Assert.Equal("green", host.Flags.GetVariant("upgrade_button", Rulesets.User("u")));
        Assert.NotNull(host.Flags.GetVariant("local", Rulesets.User("u")));
    }

    [Fact]
    public void Mistake_in_a_declaration_shows_at_start_and_says_where()
    {
        var builder = new ServiceCollection().AddTurnout();
        Assert.Contains("variants", Assert.Throws<ArgumentException>(() => builder.AddExperiments(Experiment.Define("one").Variants("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("key", Assert.Throws<ArgumentException>(() => builder.AddExperiments(Experiment.Define("-").Variants("a", "b"))).Message, StringComparison.Ordinal);
        builder.AddExperiments(UpgradeButton);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => builder.AddExperiments(UpgradeButton)).Message, StringComparison.Ordinal);
    }
}
