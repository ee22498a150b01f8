using System.ComponentModel.DataAnnotations;

namespace WorkflowHost.Security.ApiKeys;

/// <summary>A machine's way in. It acts as the staff member it was issued to, with exactly that member's roles.</summary>
public sealed class ApiKey
{
    /// <summary>Public part of the key: 12 characters, shown on screens and in logs.</summary>
    [MaxLength(12)]
    public required string Id { get; init; }

    [MaxLength(100)]
    public required string Name { get; init; }

    [MaxLength(40)]
    public required string StaffId { get; init; }

    /// <summary>SHA-256 of the secret part. The secret has 256 random bits, so a slow hash would add nothing but latency.</summary>
    public required byte[] SecretHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: until revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    internal bool IsUsable(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);
}
