using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A definition as it stood after one save, or as it came in a save that was parked. Written once, never changed.</summary>
internal sealed class StoredDefinitionSave
{
    public long Sequence { get; init; }

    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    public int Revision { get; init; }

    public DefinitionSaveKind Kind { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    /// <summary>The JSON, compressed with Brotli: saves come every half second while somebody draws, and resemble each other little to the database.</summary>
    public required byte[] Content { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredDefinitionSave>
    {
        public void Configure(EntityTypeBuilder<StoredDefinitionSave> builder)
        {
            builder.ToTable("definition_saves").HasKey(s => s.Sequence);
            builder.Property(s => s.Kind).HasConversion<string>();
            builder.HasIndex(s => new { s.DefinitionId, s.Sequence });
        }
    }
}
