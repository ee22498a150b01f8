using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A number that is not to be called. It outlives the case in which it was said.</summary>
internal sealed class StoredContactBlock
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public DateTimeOffset? Until { get; init; }

    public required string Reason { get; init; }

    public string? CaseId { get; init; }

    public string? CaseNumber { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedByName { get; init; }

    public string? EndReason { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredContactBlock>
    {
        public void Configure(EntityTypeBuilder<StoredContactBlock> builder)
        {
            builder.ToTable("contact_blocks").HasKey(b => b.Id);
            builder.HasIndex(b => b.Number);
            builder.HasIndex(b => new { b.At, b.Id });
        }
    }
}
