using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Outbound;

/// <summary>
/// Seals secrets that must be read again, such as those that sign webhooks, before they go into the database: AES-256-GCM, bound to what they
/// belong to. The key comes from <c>TURNOUT_SECRETS_KEY</c>; where that is unset, from the database itself, which keeps secrets out of logs and
/// exports but not from whoever has the whole database.
/// </summary>
internal sealed class SealedSecrets(Database database, IConfiguration configuration, TimeProvider clock) : IHostedService
{
    const int MinKeyLength = 32;

    byte[] key = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configured = configuration["TURNOUT_SECRETS_KEY"];
        if (configured is { Length: > 0 and < MinKeyLength })
            throw new StartupException($"TURNOUT_SECRETS_KEY has {configured.Length} characters; it needs {MinKeyLength} or more.");
        var source = configured is { Length: > 0 } ? Encoding.UTF8.GetBytes(configured) : await KeptAsync(cancellationToken);
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, source, 32, info: "turnout sealed secrets"u8.ToArray());
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="secret">What to seal.</param>
    /// <param name="owner">What it belongs to; the same is needed to open it.</param>
    public string Seal(string secret, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, text) = Parts(box);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce.Span, plain, text.Span, tag.Span, Encoding.UTF8.GetBytes(owner));
        return Base64Url.EncodeToString(box);
    }

    /// <returns>The secret; null when it was sealed with another key or for another owner.</returns>
    public string? Open(string box, string owner)
    {
        try
        {
            var (nonce, tag, text) = Parts(Base64Url.DecodeFromChars(box));
            var plain = new byte[text.Length];
            using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
            aes.Decrypt(nonce.Span, text.Span, tag.Span, plain, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] box)
    {
        int nonce = AesGcm.NonceByteSizes.MaxSize, tag = AesGcm.TagByteSizes.MaxSize;
        return (box.AsMemory(0, nonce), box.AsMemory(nonce, tag), box.AsMemory(nonce + tag));
    }

    async Task<byte[]> KeptAsync(CancellationToken cancellation)
    {
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return Convert.FromHexString(await database.WriteAsync(async session =>
        {
            // The first server's stays.
            await session.ExecuteAsync("""
                INSERT INTO server_secrets (name, secret, created_at) VALUES ('sealing', @made, @now) ON CONFLICT (name) DO NOTHING
                """, new { made, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            return await session.SingleAsync<string>("SELECT secret FROM server_secrets WHERE name = 'sealing'");
        }, cancellation));
    }
}
