using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// One version of a workflow definition. Once published its content never changes again, not even after it was retired: cases
/// that run stay on the version they began with.
/// </summary>
internal sealed record StoredDefinition
{
    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    /// <summary>The id of this version, unique among all.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Elsa 3 workflow JSON, UTF-8.</summary>
    public required byte[] Json { get; init; }

    public DefinitionState State { get; init; }

    public DefinitionOrigin Origin { get; init; }

    /// <summary>Counts every change of the definition, over all its versions; the latest version holds the highest.</summary>
    public int Revision { get; init; }

    /// <summary>The file it was imported from, relative to the workflows folder.</summary>
    public string? FileName { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public string? ChangedById { get; init; }

    public string? ChangedByName { get; init; }

    /// <summary>When it was published for the first time; null as long as it never was.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredDefinition>
    {
        public void Configure(EntityTypeBuilder<StoredDefinition> builder)
        {
            builder.ToTable("definitions").HasKey(d => new { d.DefinitionId, d.Version });
            builder.Property(d => d.State).HasConversion<string>();
            builder.Property(d => d.Origin).HasConversion<string>();
            builder.HasIndex(d => d.Id).IsUnique();
            // Two published versions of one definition cannot be: new cases would start on either.
            builder.HasIndex(d => d.DefinitionId).IsUnique().HasFilter("state = 'Published'").HasDatabaseName("ix_definitions_published");
        }
    }
}
