using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Incidents;

namespace WorkflowHost.Runtime.Storage;

/// <summary>One incident of a job and what came of it.</summary>
internal sealed class StoredIncidentJobItem
{
    public required string JobId { get; init; }

    /// <summary>Its place in the job, from 0.</summary>
    public int Place { get; init; }

    public required string CaseId { get; init; }

    public required string ActivityInstanceId { get; init; }

    public string? CaseNumber { get; init; }

    public IncidentItemState State { get; init; }

    /// <summary>Why it was not done, as <see cref="RefusalJson"/> writes it.</summary>
    public string? Refusal { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredIncidentJobItem>
    {
        public void Configure(EntityTypeBuilder<StoredIncidentJobItem> builder)
        {
            builder.ToTable("incident_job_items").HasKey(i => new { i.JobId, i.Place });
            builder.Property(i => i.Place).ValueGeneratedNever();
            builder.Property(i => i.State).HasConversion<string>();
            builder.HasOne<StoredIncidentJob>().WithMany().HasForeignKey(i => i.JobId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
