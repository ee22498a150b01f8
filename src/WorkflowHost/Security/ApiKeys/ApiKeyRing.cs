using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace WorkflowHost.Security.ApiKeys;

/// <summary>Issues, checks and revokes API keys. Thread safe.</summary>
public sealed class ApiKeyRing(IDbContextFactory<SecurityDbContext> contexts, TimeProvider time)
{
    private const string Prefix = "whk_";
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 12;
    private const int SecretLength = 43; // 32 bytes in base64url

    /// <summary>How long another host may still accept a key after it was revoked; this host forgets it at once.</summary>
    private static readonly TimeSpan _rememberedFor = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset Until)> _remembered = new();

    /// <summary>Issues a key for a staff member. The returned text is the only copy of the secret.</summary>
    public async Task<(ApiKey Key, string Text)> IssueAsync(string name, string staffId, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var key = new ApiKey
        {
            Id = RandomNumberGenerator.GetString(IdAlphabet, IdLength),
            Name = name,
            StaffId = staffId,
            SecretHash = SHA256.HashData(secret),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.ApiKeys.Add(key);
        await context.SaveChangesAsync(cancellation);
        return (key, $"{Prefix}{key.Id}_{WebEncoders.Base64UrlEncode(secret)}");
    }

    /// <summary>The key that <paramref name="text"/> spells, or null when it is malformed, unknown, expired or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellation)
    {
        if (!TryParse(text, out var id, out var secret) || await LoadAsync(id, cancellation) is not { } key)
        {
            return null;
        }

        var matches = CryptographicOperations.FixedTimeEquals(SHA256.HashData(secret), key.SecretHash);
        return matches && key.IsUsable(time.GetUtcNow()) ? key : null;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.ApiKeys.AsNoTracking().OrderBy(key => key.Name).ThenBy(key => key.Id).ToListAsync(cancellation);
    }

    /// <summary>Ends a key. False when there is no such key or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var key = await context.ApiKeys.SingleOrDefaultAsync(row => row.Id == id && row.RevokedAt == null, cancellation);
        if (key is null)
        {
            return false;
        }

        key.RevokedAt = time.GetUtcNow();
        await context.SaveChangesAsync(cancellation);
        _remembered.TryRemove(id, out _);
        return true;
    }

    private async Task<ApiKey?> LoadAsync(string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_remembered.TryGetValue(id, out var remembered) && now < remembered.Until)
        {
            return remembered.Key;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var key = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (key is not null)
        {
            _remembered[id] = (key, now + _rememberedFor);
        }

        return key;
    }

    private static bool TryParse(string text, out string id, out byte[] secret)
    {
        (id, secret) = (string.Empty, []);
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
        {
            return false;
        }

        try
        {
            id = text.Substring(Prefix.Length, IdLength);
            secret = WebEncoders.Base64UrlDecode(text, text.Length - SecretLength, SecretLength);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
