using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>That a command with an idempotency key was applied. Committed with its burst, so that it exists if and only if the burst does.</summary>
internal sealed class StoredCommand
{
    public required string Key { get; init; }

    public required string ActorId { get; init; }

    /// <summary>Hash over the command and its values: the same key for another command is a mistake of the caller.</summary>
    public required string RequestHash { get; init; }

    public required string CaseId { get; init; }

    /// <summary>The case's version the command made.</summary>
    public long CaseVersion { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredCommand>
    {
        public void Configure(EntityTypeBuilder<StoredCommand> builder)
        {
            builder.ToTable("commands").HasKey(c => new { c.Key, c.ActorId });
            builder.HasIndex(c => c.CreatedAt);
        }
    }
}
