using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// A task as inboxes and histories read it. What only its completion needs (outcomes, bookmark, instruction) stays in the
/// case's state and is not stored twice.
/// </summary>
internal sealed class StoredTask
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string ActivityId { get; init; }

    public required string Name { get; init; }

    public string? Stage { get; init; }

    public required string FormId { get; init; }

    public required string Role { get; init; }

    public CaseTaskStatus Status { get; init; }

    public string? AssigneeId { get; init; }

    public string? AssigneeName { get; init; }

    /// <summary>Staff ids between spaces, so that membership is one LIKE; null for the usual task without exclusion.</summary>
    public string? ExcludedStaff { get; init; }

    /// <summary>The skill that who claims it must have.</summary>
    public string? Skill { get; init; }

    public string? ClockId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// When the next deadline of its case passes, <see cref="NoDeadline"/> while none runs. Kept with the open task so that an inbox
    /// is read from an index in its order, however many tasks wait.
    /// </summary>
    public DateTimeOffset CaseDueAt { get; init; } = NoDeadline;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CompletedBy { get; init; }

    public string? Outcome { get; init; }

    public long Version { get; init; }

    /// <summary>Behind every deadline, so that what has none comes last.</summary>
    public static DateTimeOffset NoDeadline { get; } = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());

    internal sealed class Mapping : IEntityTypeConfiguration<StoredTask>
    {
        public void Configure(EntityTypeBuilder<StoredTask> builder)
        {
            builder.ToTable("tasks").HasKey(t => t.Id);
            builder.Property(t => t.Status).HasConversion<string>();
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(t => t.CaseId);
            builder.Property(t => t.CaseDueAt).HasDefaultValue(NoDeadline);
            builder.HasIndex(t => new { t.AssigneeId, t.CaseDueAt, t.CreatedAt, t.Id }).HasFilter("status = 'Open'").HasDatabaseName("ix_tasks_mine");
            builder.HasIndex(t => new { t.Role, t.CaseDueAt, t.CreatedAt, t.Id }).HasFilter("status = 'Open' AND assignee_id IS NULL").HasDatabaseName("ix_tasks_claimable");
        }
    }
}
