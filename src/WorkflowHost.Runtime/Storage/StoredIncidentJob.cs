using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Incidents;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A job over incidents. Worked on under a lease, so that another host goes on with it when the first is no more.</summary>
internal sealed class StoredIncidentJob
{
    public required string Id { get; init; }

    public IncidentAct Act { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    public string? ByStaffNo { get; init; }

    /// <summary>As they were when the person began it, between spaces.</summary>
    public required string ByRoles { get; init; }

    public string? Reason { get; init; }

    /// <summary>Facts to fill in before each retry, as JSON.</summary>
    public string? Fields { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public IncidentJobState State { get; init; }

    /// <summary>A person asked that no further incident be begun.</summary>
    public bool IsStopping { get; init; }

    /// <summary>When the lease ends of whoever works on it.</summary>
    public DateTimeOffset ClaimableAt { get; init; }

    /// <summary>Counts the leases.</summary>
    public long Fence { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredIncidentJob>
    {
        public void Configure(EntityTypeBuilder<StoredIncidentJob> builder)
        {
            builder.ToTable("incident_jobs").HasKey(j => j.Id);
            builder.Property(j => j.Act).HasConversion<string>();
            builder.Property(j => j.State).HasConversion<string>();
            builder.HasIndex(j => j.ClaimableAt).HasFilter("state = 'Running'");
            builder.HasIndex(j => new { j.StartedAt, j.Id });
        }
    }
}
