using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Turnout.Server.Hosting;
using Turnout.Server.Outbound;

namespace Turnout.Server.Features.Webhooks;

/// <summary>What a webhook may be, and how its messages are signed.</summary>
internal static partial class WebhookChanges
{
    public const string Json = "json", Slack = "slack";
    const int MaxListed = 50;
    const int SecretBytes = 32;

    /// <returns>Null, or 400 with what is wrong: <c>invalid_name</c>, <c>invalid_url</c>, <c>invalid_format</c>, <c>invalid_events</c>, <c>invalid_environments</c>.</returns>
    public static Problem? Check(WebhookRequest request, OutboundHttp http)
    {
        if (request.Name.Length is 0 or > 128 || request.Name.Any(char.IsControl))
            return Problem.Invalid("invalid_name", "name", "'name' is 1 to 128 characters without control characters.");
        if (http.Check(request.Url) is { } wrong) return Problem.Invalid("invalid_url", "url", $"'url' {wrong}.");
        if (request.Format is not (Json or Slack)) return Problem.Invalid("invalid_format", "format", "'format' is 'json' or 'slack'.");
        if (request.Events is { } events && (events.Count is 0 or > MaxListed || events.Any(text => !Pattern().IsMatch(text))))
            return Problem.Invalid("invalid_events", "events", $"'events' holds 1 to {MaxListed} kinds such as 'flag.updated', 'flag.*' or '*'.");
        if (request.Environments is { } environments && (environments.Count > MaxListed || environments.Any(key => Keys.Check(key) is not null)))
            return Problem.Invalid("invalid_environments", "environments", $"'environments' holds at most {MaxListed} keys of environments.");
        return null;
    }

    /// <summary>A secret in the form of Standard Webhooks.</summary>
    public static string NewSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <summary>The signature of a message by Standard Webhooks: <c>v1,</c> and Base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    /// <param name="secret">As <see cref="NewSecret"/> makes it.</param>
    /// <param name="at">When it is sent, in Unix seconds.</param>
    public static string Sign(string secret, string id, long at, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}.{at}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }

    [GeneratedRegex(@"^(\*|[a-z_]{1,40}\.(\*|[a-z_]{1,60}))\z")]
    private static partial Regex Pattern();
}
