using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Checks;

public sealed class ConditionCheckTests
{
    public static IReadOnlyList<DefinitionError> Errors(Condition condition) => ConditionCheck.Errors(condition, "if", key => key == "beta");

    public static TheoryData<Condition, string, string> Mistakes => new()
    {
        { Build.Where("", Operator.Equals, "a"), "if.attribute", "invalid_attribute" },
        { Build.Where("a\nb", Operator.Equals, "a"), "if.attribute", "invalid_attribute" },
        { Build.Where(new string('a', 129), Operator.Equals, "a"), "if.attribute", "invalid_attribute" },
        { Build.Where("x", Operator.Equals, default), "if.value", "invalid_value" },
        { Build.Where("x", Operator.Contains, ""), "if.value", "invalid_value" },
        { Build.Where("x", Operator.Gt, "many"), "if.value", "invalid_value" },
        { Build.Where("x", Operator.Gt, true), "if.value", "invalid_value" },
        { Build.Where("x", Operator.SemverGt, "latest"), "if.value", "invalid_version" },
        { Build.Where("x", Operator.Before, "soon"), "if.value", "invalid_instant" },
        { Build.Where("x", Operator.Exists, "yes"), "if.value", "invalid_value" },
        { Build.Where("x", Operator.Matches, "("), "if.value", "invalid_pattern" },
        { Build.Where("x", Operator.Matches, "(a{1000}){1000}"), "if.value", "invalid_pattern" },
        { Build.Where("x", Operator.Matches, "(?=a)b"), "if.value", "invalid_pattern" },
        { Build.Where("x", Operator.Matches, 5), "if.value", "invalid_pattern" },
        { Build.Where("x", Operator.Unknown, 5), "if.op", "unknown_operator" },
        { new SegmentCondition("nowhere"), "if.segment", "unknown_segment" },
        { new UnknownCondition("invalid_condition", "?", "{}"), "if", "invalid_condition" },
        { new AllCondition([new AllCondition([]), new NotCondition(new SegmentCondition("nowhere"))]), "if.all[1].not.segment", "unknown_segment" },
        { new AnyCondition([new SegmentCondition("nowhere")]), "if.any[0].segment", "unknown_segment" },
        { new AttributeCondition { Attribute = "x", Op = Operator.In, Values = [.. Enumerable.Repeat((AttributeValue)1, ConditionCheck.MaxValues + 1)] }, "if.value", "too_many_values" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistake_is_named_with_its_place_and_code(Condition condition, string member, string code)
    {
        var error = Assert.Single(Errors(condition));
        Assert.Equal((member, code), (error.Member, error.Code));
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void Sound_conditions_have_no_errors() =>
        Assert.Empty(Errors(new AllCondition(
        [
            Build.Where("x", Operator.Matches, "^a+$"), Build.Where("x", Operator.SemverGte, "1.2"), Build.Where("x", Operator.After, "2026-01-01"),
            Build.Where("x", Operator.Gt, "5"), Build.Where("x", Operator.Exists, true), Build.Among("x"), new NotCondition(new SegmentCondition("beta")), Build.Where("x", Operator.Equals, ""),
        ])));

    [Fact]
    public void A_thousand_mistakes_are_told_in_a_short_answer() =>
        Assert.InRange(Errors(new AllCondition([.. Enumerable.Repeat(new SegmentCondition("nowhere"), 1_000)])).Count, 10, 100);
}
