using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>
/// Tokens that open a stream and do nothing else, for a short time: browsers' EventSource cannot send headers, and a key in an address would end
/// up in logs. Signed with a secret that all servers of the installation share. Thread-safe.
/// </summary>
internal sealed class StreamTokens(Database database, KeyTable keys, TimeProvider clock) : IHostedService
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    const int MaxLength = 1024;

    static readonly Problem Invalid = new("invalid_token", 401, "The stream token is refused: it is not one of ours, or was issued to a key that is revoked.");
    static readonly Problem Expired = new("expired_token", 401, "The stream token has expired; get another one and open the stream with it at once.");

    byte[] secret = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var kept = await database.WriteAsync(async session =>
        {
            // The first server's stays.
            await session.ExecuteAsync("""
                INSERT INTO server_secrets (name, secret, created_at) VALUES ('stream_tokens', @made, @now) ON CONFLICT (name) DO NOTHING
                """, new { made, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            return await session.SingleAsync<string>("SELECT secret FROM server_secrets WHERE name = 'stream_tokens'");
        }, cancellationToken);
        secret = Convert.FromHexString(kept);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A token for the caller's environment, and when it expires: in a minute.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(Caller caller)
    {
        var expires = clock.GetUtcNow() + Life;
        return (Issue(caller, expires), expires);
    }

    /// <summary>A token for the caller's environment; the same for the same caller and expiry.</summary>
    public string Issue(Caller caller, DateTimeOffset expires)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{caller.RequiredEnvironment} {expires.ToUnixTimeMilliseconds()} {caller.ExpiresAt?.ToUnixTimeMilliseconds()} {caller.KeyId}"));
        return $"{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, content))}";
    }

    /// <returns>A caller who may open a stream, or 401 <c>invalid_token</c> or <c>expired_token</c>.</returns>
    public Result<Caller> Check(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxLength || dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)) || !Base64Url.IsValid(token.AsSpan(dot + 1))) return Invalid;
        var content = Base64Url.DecodeFromChars(token.AsSpan(0, dot));
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, content), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)))) return Invalid;

        // What is signed has the form it was given above.
        var parts = Encoding.UTF8.GetString(content).Split(' ');
        if (long.Parse(parts[1], CultureInfo.InvariantCulture) <= clock.GetUtcNow().ToUnixTimeMilliseconds()) return Expired;
        var keyId = parts[3].Length == 0 ? null : parts[3];
        var key = keyId is null ? null : keys.FindById(keyId);
        if (keyId is not null && key is null) return Invalid;
        // The stream ends with what its token was issued for.
        DateTimeOffset? ends = parts[2].Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[2], CultureInfo.InvariantCulture));
        if (ends <= clock.GetUtcNow()) return Expired;
        return new Caller
        {
            Kind = CallerKind.Client, Actor = "stream", Environment = parts[0], Rights = Right.Evaluate, KeyId = keyId, ExpiresAt = ends, Origins = key?.Origins, Use = key?.Use,
        };
    }
}
