using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// A case that is over and was moved out of the way: the columns it is found by, and everything it had besides in one piece. In a
/// table of its own, so that what is worked on stays small however many cases there have been.
/// </summary>
internal sealed class StoredArchivedCase : CaseColumns
{
    public DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Its close type when it ended without being dealt with; lists show it.</summary>
    public string? BrokenOff { get; init; }

    /// <summary>See <see cref="Archive.ArchivedContent"/>.</summary>
    public required byte[] Content { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredArchivedCase>
    {
        public void Configure(EntityTypeBuilder<StoredArchivedCase> builder)
        {
            builder.ToTable("archived_cases").HasKey(c => c.Id);
            builder.Property(c => c.Status).HasConversion<string>();
            builder.Property(c => c.SubStatus).HasConversion<string>();
            builder.HasIndex(c => c.Number).IsUnique();
            builder.HasIndex(c => new { c.OpenedAt, c.Id });
            builder.HasIndex(c => new { c.CustomerContact, c.OpenedAt, c.Id }).HasFilter("customer_contact IS NOT NULL");
            builder.HasIndex(c => new { c.CustomerName, c.OpenedAt, c.Id }).HasFilter("customer_name IS NOT NULL");
            builder.HasIndex(c => new { c.PolicyNo, c.OpenedAt, c.Id }).HasFilter("policy_no IS NOT NULL");
            builder.HasIndex(c => new { c.DefinitionId, c.DefinitionVersion });
        }
    }
}
