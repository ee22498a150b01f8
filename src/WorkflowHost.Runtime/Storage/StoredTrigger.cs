using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A stimulus that starts the published version of a workflow. Written in the transaction that publishes, deleted in the one that retracts.</summary>
internal sealed class StoredTrigger
{
    public required string DefinitionId { get; init; }

    public required string ActivityId { get; init; }

    public required string Hash { get; init; }

    /// <summary>The kind of stimulus, e.g. <c>Elsa.Event</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Path of an HTTP endpoint when it has parameters, which no hash finds.</summary>
    public string? Route { get; init; }

    public required string Payload { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredTrigger>
    {
        public void Configure(EntityTypeBuilder<StoredTrigger> builder)
        {
            builder.ToTable("triggers").HasKey(t => new { t.DefinitionId, t.ActivityId, t.Hash });
            builder.HasIndex(t => t.Hash);
            builder.HasIndex(t => t.Route).HasFilter("route IS NOT NULL");
        }
    }
}
