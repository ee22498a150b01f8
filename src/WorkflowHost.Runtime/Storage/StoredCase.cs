using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A case: its state as one compact blob, beside the columns that lists, boards and searches read.</summary>
internal sealed class StoredCase
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required string DefinitionId { get; init; }

    public int DefinitionVersion { get; init; }

    /// <summary>Guards every write: a command stores version n+1 only over version n.</summary>
    public long Version { get; init; }

    public CaseStatus Status { get; init; }

    public string? Stage { get; init; }

    public required string Title { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerContact { get; init; }

    public string? PolicyNo { get; init; }

    public string? Category { get; init; }

    public int? Severity { get; init; }

    public string? Channel { get; init; }

    public string? ProductLine { get; init; }

    public string? Branch { get; init; }

    public string? HandlerId { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    public string? NextDueClock { get; init; }

    public DateTimeOffset? NextDueStartedAt { get; init; }

    public bool IsProvisional { get; init; }

    public int IncidentCount { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>An instance of a workflow that is no SOP.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Where the workflow stands; <c>Suspended</c> is what runs.</summary>
    public WorkflowSubStatus SubStatus { get; init; }

    /// <summary>The workflow's business key.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What the instance is called.</summary>
    public string? Name { get; init; }

    /// <summary>The instance that started it.</summary>
    public string? ParentId { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required byte[] State { get; init; }

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
            builder.HasIndex(c => c.CustomerContact).HasFilter("customer_contact IS NOT NULL");
            builder.HasIndex(c => c.PolicyNo).HasFilter("policy_no IS NOT NULL");
            builder.HasIndex(c => new { c.DefinitionId, c.DefinitionVersion }).HasFilter("status <> 'Ended'");
            builder.HasIndex(c => c.IncidentCount).HasFilter("incident_count > 0");
            builder.HasIndex(c => c.CorrelationId).HasFilter("correlation_id IS NOT NULL");
            builder.HasIndex(c => c.ParentId).HasFilter("parent_id IS NOT NULL");
        }
    }
}
