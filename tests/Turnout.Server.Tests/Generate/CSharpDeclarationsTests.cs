using System.Text.Json;
using Turnout.Generate;

namespace Turnout.Server.Tests.Generate;

public sealed class CSharpDeclarationsTests
{
    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

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
        Assert.Contains("/// <summary>New &lt;checkout&gt; for all</summary>\n    public bool CheckoutNewUi(EvaluationContext context)", text);
        Assert.Contains("flags.Handle(\"checkout.new_ui\", false)", text);
        Assert.Contains("public double Limit(EvaluationContext context)", text);
        Assert.Contains("public string Theme(EvaluationContext context)", text);
        Assert.Contains("public T Menu<T>(EvaluationContext context, T fallback)", text);
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
