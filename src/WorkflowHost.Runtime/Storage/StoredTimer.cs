using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// The truth of a timer. Written and deleted only by its case's own commit; the dispatcher touches nothing but the lease
/// and the record of failures.
/// </summary>
internal sealed class StoredTimer
{
    public required string CaseId { get; init; }

    public required string TimerId { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public CaseTimerKind Kind { get; init; }

    public required string Ref { get; init; }

    /// <summary>The next instant at which the row may be claimed: the due time, the end of a lease, or the next try after a failure.</summary>
    public DateTimeOffset ClaimableAt { get; init; }

    /// <summary>Counts claims; a claimer whose lease was taken over finds another number and changes nothing.</summary>
    public long Fence { get; init; }

    /// <summary>Failed tries since it was set or a person had it tried again.</summary>
    public int Failures { get; init; }

    public string? LastError { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredTimer>
    {
        public void Configure(EntityTypeBuilder<StoredTimer> builder)
        {
            builder.ToTable("timers").HasKey(t => new { t.CaseId, t.TimerId });
            builder.Property(t => t.Kind).HasConversion<string>();
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(t => t.ClaimableAt);
            builder.HasIndex(t => t.DueAt);
            builder.HasIndex(t => t.Failures).HasFilter("failures > 0");
        }
    }
}
