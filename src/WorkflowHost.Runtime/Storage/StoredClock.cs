using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A clock as boards order them. While it lives, its pauses and ladder are in the case's state.</summary>
internal sealed class StoredClock
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string PolicyId { get; init; }

    public ClockKind Kind { get; init; }

    public ClockStatus Status { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>The instant people must meet: the internal due time where the policy has one.</summary>
    public DateTimeOffset TargetAt { get; init; }

    public bool IsProvisional { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The whole clock as JSON once it has ended, since the case's state then no longer holds it; null while it lives.</summary>
    public string? Detail { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredClock>
    {
        public void Configure(EntityTypeBuilder<StoredClock> builder)
        {
            builder.ToTable("clocks").HasKey(c => c.Id);
            builder.Property(c => c.Kind).HasConversion<string>();
            builder.Property(c => c.Status).HasConversion<string>();
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(c => c.CaseId);
            builder.HasIndex(c => c.TargetAt).HasFilter("status = 'Running'");
        }
    }
}
