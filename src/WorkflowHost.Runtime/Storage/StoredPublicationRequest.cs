using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Definitions.Publications;

namespace WorkflowHost.Runtime.Storage;

/// <summary>That somebody asked for one revision of a draft to be published, and what became of it.</summary>
internal sealed record StoredPublicationRequest
{
    public long Sequence { get; init; }

    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    /// <summary>What was asked for; any newer revision is something else.</summary>
    public int Revision { get; init; }

    public PublicationRequestState State { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public required string RequestedById { get; init; }

    public required string RequestedByName { get; init; }

    /// <summary>Who saved that revision; null when nobody of the house did.</summary>
    public string? EditedById { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedById { get; init; }

    public string? DecidedByName { get; init; }

    /// <summary>Why it was sent back.</summary>
    public string? Reason { get; init; }

    /// <summary>When who asked took notice of the decision.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredPublicationRequest>
    {
        public void Configure(EntityTypeBuilder<StoredPublicationRequest> builder)
        {
            builder.ToTable("publication_requests").HasKey(r => r.Sequence);
            builder.Property(r => r.Sequence).ValueGeneratedOnAdd();
            builder.Property(r => r.State).HasConversion<string>();
            builder.HasIndex(r => new { r.DefinitionId, r.Sequence });
            builder.HasIndex(r => r.RequestedById);
            // Two at once could be decided differently about the same draft.
            builder.HasIndex(r => r.DefinitionId).IsUnique().HasFilter("state = 'Pending'").HasDatabaseName("ix_publication_requests_pending");
        }
    }
}
