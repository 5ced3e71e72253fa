using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Engine;
using Turnout.Generate;

namespace Turnout.Server.Tests.Generate;

public sealed class CSharpDeclarationsTests
{
    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    /// <summary>The file beside this one is compiled with the tests, so what the verb writes compiles; and a wrong key, type or variant would not.</summary>
    [Fact]
    public void What_is_written_compiles_and_answers_with_the_flags_values()
    {
        var text = CSharpDeclarations.Write(
            "Turnout.Server.Tests.Generate",
            [
                Json("""{"key":"menu","type":"json"}"""),
                Json("""{"key":"checkout.new_ui","type":"boolean","description":"New <checkout>\nfor all"}"""),
                Json("""{"key":"limit","type":"number"}"""),
                Json("""{"key":"flags","type":"string"}"""),
                Json("""{"key":"2fa","type":"boolean"}"""),
            ],
            [Json("""{"key":"upgrade_button","status":"running","variants":[{"key":"control"},{"key":"urgent"},{"key":"key"}]}""")]);
        Assert.Equal(File.ReadAllText(Path.Combine(Root(), "tests", "Turnout.Server.Tests", "Generate", "TypedFlags.Generated.cs")).ReplaceLineEndings("\n"), text);

        using var services = new ServiceCollection()
            .AddTestFlags(f => f.Set("checkout.new_ui", true).Set("limit", 2.5).Set("flags", "all").SetJson("menu", "[1,2]").Assign(Experiments.UpgradeButton.Key, Experiments.UpgradeButton.Urgent))
            .BuildServiceProvider();
        var flags = services.GetRequiredService<Client.Flags>();
        var typed = new TypedFlags(flags);
        var user = new EvaluationContext { UserId = "u" };
        Assert.Equal((true, false, 2.5, "all"), (typed.CheckoutNewUi(user), typed._2fa(user), typed.Limit(user), typed.Flags(user)));
        Assert.Equal([1, 2], typed.Menu<int[]>(user, []));
        Assert.Equal("urgent", flags.GetVariant(Experiments.UpgradeButton.Key, user));
    }

    static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        return root.FullName;
    }

    [Fact]
    public void Each_type_of_flag_has_its_method()
    {
        var text = CSharpDeclarations.Write(
            "My.Shop",
            [
                Json("""{"key":"checkout.new_ui","type":"boolean","description":"New <checkout>\nfor all"}"""),
                Json("""{"key":"limit","type":"number"}"""),
                Json("""{"key":"theme","type":"string"}"""),
                Json("""{"key":"menu","type":"json"}"""),
            ],
            []);
        Assert.Contains("namespace My.Shop;", text);
        Assert.Contains("/// <summary>New &lt;checkout&gt; for all</summary>\n    public bool CheckoutNewUi(global::Turnout.Engine.EvaluationContext context)", text);
        Assert.Contains("flags.Handle(\"checkout.new_ui\", false)", text);
        Assert.Contains("public double Limit(global::Turnout.Engine.EvaluationContext context)", text);
        Assert.Contains("public string Theme(global::Turnout.Engine.EvaluationContext context)", text);
        Assert.Contains("public T Menu<T>(global::Turnout.Engine.EvaluationContext context, T fallback)", text);
    }

    [Fact]
    public void Keys_that_become_the_same_name_are_told_apart()
    {
        var text = CSharpDeclarations.Write(
            "X", [Json("""{"key":"a.b","type":"boolean"}"""), Json("""{"key":"a_b","type":"boolean"}"""), Json("""{"key":"2fa","type":"boolean"}"""), Json("""{"key":"equals","type":"boolean"}""")], []);
        Assert.Contains("public bool AB(", text);
        Assert.Contains("public bool AB_2(", text);
        Assert.Contains("public bool _2fa(", text);
        Assert.Contains("public bool Equals_2(", text);
    }

    [Fact]
    public void Experiments_have_their_variants_and_archived_ones_are_left_out()
    {
        var text = CSharpDeclarations.Write(
            "X",
            [],
            [
                Json("""{"key":"upgrade_button","status":"running","variants":[{"key":"control"},{"key":"urgent"},{"key":"key"}]}"""),
                Json("""{"key":"old","status":"archived","variants":[{"key":"control"}]}"""),
            ]);
        Assert.Contains("public static class UpgradeButton", text);
        Assert.Contains("public const string Urgent = \"urgent\";", text);
        Assert.Contains("public const string Key_2 = \"key\";", text);
        Assert.DoesNotContain("old", text);
    }
}
