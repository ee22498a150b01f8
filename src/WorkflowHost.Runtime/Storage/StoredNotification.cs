using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A reminder or escalation to colleagues.</summary>
internal sealed class StoredNotification
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    /// <summary><c>role:team_lead</c> or <c>staff:&lt;id&gt;</c>.</summary>
    public required string Audience { get; init; }

    public required string Kind { get; init; }

    public string? Args { get; init; }

    public DateTimeOffset FiredAt { get; init; }

    public DateTimeOffset DeliverAt { get; init; }

    public string? ClockId { get; init; }

    public string? StepId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredNotification>
    {
        public void Configure(EntityTypeBuilder<StoredNotification> builder)
        {
            builder.ToTable("notifications").HasKey(n => n.Id);
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(n => n.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(n => n.CaseId);
            builder.HasIndex(n => new { n.Audience, n.DeliverAt });
        }
    }
}
