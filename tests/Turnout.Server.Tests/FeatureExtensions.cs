using System.Text.Json;

namespace Turnout.Server.Tests;

/// <summary>What tests of flags, experiments and delivery do again and again.</summary>
public static class FeatureExtensions
{
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    /// <summary>The audit log's entries about a key, oldest first.</summary>
    public static async Task<List<JsonElement>> AuditAsync(this TurnoutHost host, string target, string environment = "production")
    {
        var page = await host.Admin.GetAsync<JsonElement>($"/api/v1/audit?environment={environment}&target={target}&limit=200");
        return [.. page.GetProperty("items").EnumerateArray().Reverse()];
    }

    /// <summary>What the operator's evaluation of a flag answers.</summary>
    public static Task<JsonElement> EvaluateAsync(this TurnoutHost host, string flag, object context) =>
        host.Admin.PostAsync<JsonElement>($"/api/v1/environments/production/flags/{flag}/evaluate", new { context });
}
