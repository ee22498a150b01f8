using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>The state in which a definition's file was last dealt with: imported, written, or deliberately passed over.</summary>
internal sealed class StoredDefinitionFile
{
    public required string DefinitionId { get; init; }

    /// <summary>Relative to the workflows folder.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required string Hash { get; init; }

    /// <summary>The definition's revision when file and stored version said the same for the last time; null when they were left different.</summary>
    public int? AgreedRevision { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredDefinitionFile>
    {
        public void Configure(EntityTypeBuilder<StoredDefinitionFile> builder) =>
            builder.ToTable("definition_files").HasKey(f => f.DefinitionId);
    }
}
