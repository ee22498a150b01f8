using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A message to the outside, from the commit that asked for it to its end.</summary>
internal sealed class StoredOutboxMessage
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string Kind { get; init; }

    public required string Target { get; init; }

    public string? Template { get; init; }

    public required string Payload { get; init; }

    public required string IdempotencyKey { get; init; }

    public OutboxStatus Status { get; init; }

    /// <summary>The next instant at which the row may be claimed: not before, the end of a lease, or the next try after a failure.</summary>
    public DateTimeOffset ClaimableAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public long Fence { get; init; }

    public int Failures { get; init; }

    /// <summary>Why the last try failed, or why the message is held.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What the receiving side called it, where it said so.</summary>
    public string? Reference { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredOutboxMessage>
    {
        public void Configure(EntityTypeBuilder<StoredOutboxMessage> builder)
        {
            builder.ToTable("outbox").HasKey(m => m.Id);
            builder.Property(m => m.Status).HasConversion<string>();
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(m => m.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(m => m.CaseId);
            builder.HasIndex(m => new { m.CreatedAt, m.Id });
            builder.HasIndex(m => m.ClaimableAt).HasFilter("status = 'Pending'");
        }
    }
}
