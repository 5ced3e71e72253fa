namespace Turnout.Server.Tests.Webhooks;

/// <summary>How docs/webhooks.md has receivers check a message.</summary>
internal static class DocumentedCheck
{
    public static bool Accepts(string secret, string id, string timestamp, string signatures, byte[] body) => IsOurs(secret, id, timestamp, signatures, body);

    static bool IsOurs(string secret, string id, string timestamp, string signatures, byte[] body)
    {
        byte[] signed = [.. System.Text.Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = System.Security.Cryptography.HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        return signatures.Split(' ').Any(signature => signature.StartsWith("v1,", StringComparison.Ordinal)
            && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[3..]), expected));
    }
}
