using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// A wait that something outside may find: an event, an HTTP request, the result of a task. Written and deleted by its case's own
/// commit; the case's state decides whether it still waits.
/// </summary>
internal sealed class StoredBookmark
{
    public required string CaseId { get; init; }

    public required string BookmarkId { get; init; }

    /// <summary>The kind of stimulus, e.g. <c>Elsa.Event</c>.</summary>
    public required string Name { get; init; }

    public required string Hash { get; init; }

    /// <summary>The instance's, so that a stimulus with one finds only its own.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Task id of a requested task.</summary>
    public string? Key { get; init; }

    /// <summary>Path of an HTTP endpoint when it has parameters, which no hash finds.</summary>
    public string? Route { get; init; }

    public string? Payload { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredBookmark>
    {
        public void Configure(EntityTypeBuilder<StoredBookmark> builder)
        {
            builder.ToTable("bookmarks").HasKey(b => new { b.CaseId, b.BookmarkId });
            builder.HasOne<StoredCase>().WithMany().HasForeignKey(b => b.CaseId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(b => new { b.Hash, b.CorrelationId });
            builder.HasIndex(b => b.Key).IsUnique().HasFilter("key IS NOT NULL");
            builder.HasIndex(b => b.Route).HasFilter("route IS NOT NULL");
        }
    }
}
