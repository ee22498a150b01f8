using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>One line of the audit: sign-ins, denials, administration. What happened to a case is its timeline.</summary>
internal sealed class StoredAuditEntry
{
    public long Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Action { get; init; }

    public string? Subject { get; init; }

    public string? Detail { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredAuditEntry>
    {
        public void Configure(EntityTypeBuilder<StoredAuditEntry> builder)
        {
            builder.ToTable("audit").HasKey(a => a.Sequence);
            builder.Property(a => a.Sequence).ValueGeneratedOnAdd();
            builder.HasIndex(a => a.At);
        }
    }
}
