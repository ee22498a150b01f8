using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>One version of a workflow definition. Never changed: cases that run stay on the version they began with.</summary>
internal sealed class StoredDefinition
{
    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    public string? Name { get; init; }

    /// <summary>Elsa 3 workflow JSON, UTF-8.</summary>
    public required byte[] Json { get; init; }

    /// <summary>SHA-256 of the file the version was imported from, so that an unchanged file is no new version.</summary>
    public required string SourceHash { get; init; }

    public string? FileName { get; init; }

    public DateTimeOffset PublishedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredDefinition>
    {
        public void Configure(EntityTypeBuilder<StoredDefinition> builder) =>
            builder.ToTable("definitions").HasKey(d => new { d.DefinitionId, d.Version });
    }
}
