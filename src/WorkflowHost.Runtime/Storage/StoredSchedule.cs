using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// When a Cron, Timer or StartAt trigger starts its workflow next. The start and the step to the following instant are one
/// transaction, so that no instant starts two and none is lost.
/// </summary>
internal sealed class StoredSchedule
{
    public required string DefinitionId { get; init; }

    public required string ActivityId { get; init; }

    /// <summary>The kind of trigger, e.g. <c>Elsa.Cron</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The trigger's: a schedule that reads the same goes on after a new publication as if nothing had happened.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>The next instant at which it may be tried: the due time, or later after a failure.</summary>
    public DateTimeOffset ClaimableAt { get; init; }

    public int Failures { get; init; }

    public string? LastError { get; init; }

    /// <summary>When it last started a workflow; null when it has not yet.</summary>
    public DateTimeOffset? LastFiredAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredSchedule>
    {
        public void Configure(EntityTypeBuilder<StoredSchedule> builder)
        {
            builder.ToTable("schedules").HasKey(s => new { s.DefinitionId, s.ActivityId });
            builder.HasIndex(s => s.ClaimableAt);
        }
    }
}
