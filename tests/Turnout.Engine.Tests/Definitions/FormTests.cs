using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Definitions;

/// <summary>The forms of other platforms; Cal.com's is also in the golden conditions.</summary>
public sealed class FormTests
{
    private const string IndieTix = """{"roles":["ADMIN","ORGANIZER"],"cities":["Mumbai","Delhi"],"categories":["MUSIC"],"allowList":["user_id_1"],"denyList":["user_id_3"]}""";

    [Theory]
    [InlineData("u", "ADMIN", "Delhi", "MUSIC", true)]
    [InlineData("u", "CUSTOMER", "Delhi", "MUSIC", false)]
    [InlineData("u", "ADMIN", "Pune", "MUSIC", false)]
    [InlineData("u", "ADMIN", "Delhi", "TECH", false)]
    [InlineData("u", null, "Delhi", "MUSIC", false)]
    [InlineData("user_id_1", "CUSTOMER", "Pune", "TECH", true)]
    [InlineData("user_id_3", "ADMIN", "Delhi", "MUSIC", false)]
    public void IndieTix_rules_are_evaluated_in_their_order(string user, string? role, string city, string category, bool expected)
    {
        var rules = IndieTixRules.Parse(JsonDocument.Parse(IndieTix).RootElement);
        var flag = Build.Flag("f") with { Deny = rules.DenyList!, Allow = rules.AllowList!, Audience = rules.Audience() };
        var context = new EvaluationContext { UserId = user, ["role"] = role, ["city"] = city, ["category"] = category };
        Assert.Equal(expected, Build.Ruleset(flag).Evaluate("f", context).Value!.Boolean);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"roles":[],"cities":null}""")]
    public void IndieTix_lists_that_are_empty_or_left_out_restrict_nobody(string json) =>
        Assert.Null(IndieTixRules.Parse(JsonDocument.Parse(json).RootElement).Audience());

    [Theory]
    [InlineData("""{"roles":["A"],"countries":["IN"]}""")]
    [InlineData("""{"allow_list":["u"]}""")]
    [InlineData("""{"roles":"ADMIN"}""")]
    [InlineData("""{"roles":[1]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void IndieTix_rules_of_another_form_are_refused(string json) =>
        Assert.Throws<JsonException>(() => IndieTixRules.Parse(JsonDocument.Parse(json).RootElement));

    [Fact]
    public void IndieTix_list_with_a_null_is_refused() =>
        Assert.Throws<JsonException>(() => IndieTixRules.Parse(JsonDocument.Parse("""{"roles":[null]}""").RootElement));

    [Fact]
    public void CalCom_rules_become_the_conditions_they_mean()
    {
        var condition = JsonSerializer.Deserialize<Condition>("""{"plans":["teams"],"teamIds":[7],"excludeOrganizations":true,"userAttributes":{"seats":5}}""");
        Assert.Equal(
            """{"all":[{"attribute":"plan","op":"in","value":["teams"]},{"attribute":"team_id","op":"in","value":[7]},{"attribute":"organization_id","op":"exists","value":false},{"attribute":"seats","op":"equals","value":5}]}""",
            JsonSerializer.Serialize(condition));
    }
}
