using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>One line of a case's history. Written once, never changed.</summary>
internal sealed class StoredTimelineEntry
{
    public required string CaseId { get; init; }

    public long Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Kind { get; init; }

    /// <summary>JSON object of strings; null when there are none.</summary>
    public string? Args { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredTimelineEntry>
    {
        public void Configure(EntityTypeBuilder<StoredTimelineEntry> builder)
        {
            builder.ToTable("timeline").HasKey(t => new { t.CaseId, t.Sequence });
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
