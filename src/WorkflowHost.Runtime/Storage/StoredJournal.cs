using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>What the workflow's activities did in one commit: one row, however many steps there were.</summary>
internal sealed class StoredJournal
{
    public required string CaseId { get; init; }

    /// <summary>The version of the case that the commit made.</summary>
    public long Version { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>See <see cref="Instances.JournalText"/>.</summary>
    public required string Entries { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredJournal>
    {
        public void Configure(EntityTypeBuilder<StoredJournal> builder)
        {
            builder.ToTable("journal").HasKey(j => new { j.CaseId, j.Version });
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(j => j.CaseId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
