using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A link that went out to a customer. Neither its address nor its code is stored, only their hashes.</summary>
internal sealed class StoredCustomerLink
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string CaseNumber { get; init; }

    public required string Purpose { get; init; }

    public required string NoticeId { get; init; }

    public string? FormId { get; init; }

    public string? EventName { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>Of the latest code, in hexadecimal; null when none was sent or it was used.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Of the code before it: a gateway that takes a repeated message once delivers the first.</summary>
    public string? EarlierCodeHash { get; init; }

    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>Wrong tries of the present code.</summary>
    public int CodeTries { get; init; }

    /// <summary>Wrong tries of all its codes.</summary>
    public int WrongTries { get; init; }

    public DateTimeOffset? CodeAskedAt { get; init; }

    /// <summary>Codes asked for since <see cref="CodesSince"/>.</summary>
    public int CodesAsked { get; init; }

    public DateTimeOffset? CodesSince { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredCustomerLink>
    {
        public void Configure(EntityTypeBuilder<StoredCustomerLink> builder)
        {
            builder.ToTable("customer_links").HasKey(l => l.Id);
            builder.HasIndex(l => l.CaseId);
        }
    }
}

/// <summary>The hash of an address that leads to a link; a message that was sent twice has two.</summary>
internal sealed class StoredCustomerToken
{
    /// <summary>SHA-256 in hexadecimal.</summary>
    public required string Hash { get; init; }

    public required string LinkId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredCustomerToken>
    {
        public void Configure(EntityTypeBuilder<StoredCustomerToken> builder) => builder.ToTable("customer_tokens").HasKey(t => t.Hash);
    }
}
