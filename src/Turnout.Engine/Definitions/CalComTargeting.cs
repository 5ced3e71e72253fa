using System.Text.Json;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Cal.com's targeting rules, read as the conditions they mean: every member that is present must hold.
/// <c>plans</c>: attribute <c>plan</c> is one of them; <c>teamIds</c>: <c>team_id</c> is; <c>organizationIds</c>: <c>organization_id</c> is;
/// <c>excludeOrganizations</c>: there is no <c>organization_id</c>; <c>userAttributes</c>: each equals its value, or is one of its list.
/// </summary>
internal static class CalComTargeting
{
    private const string OrganizationId = "organization_id";

    /// <summary>Whether the member at the reader is one of the form's.</summary>
    public static bool IsMember(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("plans"u8) || reader.ValueTextEquals("teamIds"u8) || reader.ValueTextEquals("organizationIds"u8)
        || reader.ValueTextEquals("excludeOrganizations"u8) || reader.ValueTextEquals("userAttributes"u8);

    /// <summary>Reads the form from its first member's name on.</summary>
    public static Condition Read(ref Utf8JsonReader reader)
    {
        var parts = new List<Condition>();
        do
        {
            var member = reader.GetString()!;
            reader.Read();
            switch (member)
            {
                case "plans": parts.Add(In("plan", ReadList(ref reader, member))); break;
                case "teamIds": parts.Add(In(EvaluationContext.TeamIdName, ReadList(ref reader, member))); break;
                case "organizationIds": parts.Add(In(OrganizationId, ReadList(ref reader, member))); break;
                case "excludeOrganizations":
                    if (JsonParts.Boolean(ref reader, member))
                        parts.Add(new AttributeCondition { Attribute = OrganizationId, Op = Operator.Exists, Value = false });
                    break;
                case "userAttributes": ReadAttributes(ref reader, parts); break;
                default: throw new JsonException($"Cal.com's targeting has no member '{member}'.");
            }
        }
        while (JsonParts.NextMember(ref reader));

        return parts.Count == 1 ? parts[0] : new AllCondition(parts);
    }

    private static AttributeCondition In(string attribute, List<AttributeValue> values) =>
        new() { Attribute = attribute, Op = Operator.In, Values = values };

    private static List<AttributeValue> ReadList(ref Utf8JsonReader reader, string member) =>
        JsonParts.List(ref reader, member, (ref Utf8JsonReader item) => JsonParts.Scalar(ref item, "A value of the list"));

    private static void ReadAttributes(ref Utf8JsonReader reader, List<Condition> parts)
    {
        JsonParts.StartObject(ref reader, "'userAttributes'");
        while (JsonParts.NextMember(ref reader))
        {
            var attribute = reader.GetString()!;
            reader.Read();
            parts.Add(reader.TokenType == JsonTokenType.StartArray
                ? In(attribute, ReadList(ref reader, attribute))
                : new AttributeCondition { Attribute = attribute, Op = Operator.Equals, Value = JsonParts.Scalar(ref reader, $"'{attribute}'") });
        }
    }
}
