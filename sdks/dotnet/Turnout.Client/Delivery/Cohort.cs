using System.Collections.Frozen;
using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Client.Delivery;

/// <summary>The synthetic units that the server knows: a user is synthetic by itself or by its team.</summary>
internal sealed class Cohort(FrozenSet<string> users, FrozenSet<string> teams)
{
    public static Cohort Nobody { get; } = new([], []);

    public bool Has(EvaluationContext context) =>
        (context.UnitId("user") is { } user && users.Contains(user)) || (context.TeamId is { } team && teams.Contains(team));

    /// <exception cref="DeliveryException">It is no such list.</exception>
    public static Cohort Parse(byte[] utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            return new(Ids(document.RootElement, "users"), Ids(document.RootElement, "teams"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DeliveryException(new("invalid_answer", "The answer is no list of synthetic units."), e);
        }
    }

    private static FrozenSet<string> Ids(JsonElement root, string member) =>
        root.GetProperty(member).EnumerateArray().Select(id => id.GetString()!).ToFrozenSet(StringComparer.Ordinal);
}
