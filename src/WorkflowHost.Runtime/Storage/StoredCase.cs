using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A case: its state as one compact blob, beside the columns that lists, boards and searches read.</summary>
internal sealed class StoredCase : CaseColumns
{
    public required byte[] State { get; init; }

    /// <summary>Since when nothing can wake it, see <see cref="Sop.Cases.CaseState.IsStalled"/>; null: something can.</summary>
    public DateTimeOffset? StalledSince { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredCase>
    {
        public void Configure(EntityTypeBuilder<StoredCase> builder)
        {
            builder.ToTable("cases").HasKey(c => c.Id);
            builder.Property(c => c.Status).HasConversion<string>();
            builder.Property(c => c.SubStatus).HasConversion<string>();
            builder.HasIndex(c => c.Number).IsUnique();
            builder.HasIndex(c => new { c.Status, c.OpenedAt, c.Id });
            builder.HasIndex(c => new { c.OpenedAt, c.Id });
            builder.HasIndex(c => new { c.HandlerId, c.Status });
            builder.HasIndex(c => c.NextDueAt).HasFilter("next_due_at IS NOT NULL");
            builder.HasIndex(c => new { c.CustomerContact, c.OpenedAt, c.Id }).HasFilter("customer_contact IS NOT NULL");
            builder.HasIndex(c => new { c.CustomerName, c.OpenedAt, c.Id }).HasFilter("customer_name IS NOT NULL");
            builder.HasIndex(c => new { c.PolicyNo, c.OpenedAt, c.Id }).HasFilter("policy_no IS NOT NULL");
            builder.HasIndex(c => new { c.DefinitionId, c.DefinitionVersion }).HasFilter("status <> 'Ended'");
            builder.HasIndex(c => c.IncidentCount).HasFilter("incident_count > 0");
            builder.HasIndex(c => new { c.StalledSince, c.Id }).HasFilter("stalled_since IS NOT NULL");
            builder.HasIndex(c => c.CorrelationId).HasFilter("correlation_id IS NOT NULL");
            builder.HasIndex(c => c.ParentId).HasFilter("parent_id IS NOT NULL");
            builder.HasIndex(c => new { c.FinishedAt, c.Id }).HasFilter("status = 'Ended'");
        }
    }
}
