using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A planned follow-up call as the call list orders them. While it is planned, its attempts and answers are in the case's state.</summary>
internal sealed class StoredRevisit
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string Type { get; init; }

    public required string PolicyId { get; init; }

    public RevisitStatus Status { get; init; }

    public DateTimeOffset DueFrom { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? NextChannel { get; init; }

    public int AttemptCount { get; init; }

    /// <summary>Its due day leans on a year whose calendar isn't loaded, and is counted again when it is.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>The whole revisit as JSON once it has ended, since the case's state then no longer holds it; null while it is planned.</summary>
    public string? Detail { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredRevisit>
    {
        public void Configure(EntityTypeBuilder<StoredRevisit> builder)
        {
            builder.ToTable("revisits").HasKey(r => r.Id);
            builder.Property(r => r.Status).HasConversion<string>();
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(r => r.CaseId);
            builder.HasIndex(r => r.NextAttemptAt).HasFilter("status = 'Planned'");
        }
    }
}
