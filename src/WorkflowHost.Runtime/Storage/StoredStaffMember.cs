using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>A member of staff; roles and skills are codes between spaces.</summary>
internal sealed class StoredStaffMember
{
    public required string Id { get; init; }

    public required string UserName { get; init; }

    public required string DisplayName { get; init; }

    public string? StaffNo { get; init; }

    public required string Roles { get; init; }

    public string? Branch { get; init; }

    public required string Skills { get; init; }

    public bool IsActive { get; init; }

    public DateTimeOffset? AbsentUntil { get; init; }

    /// <summary>Who stands in while the person is away or has left.</summary>
    public string? SubstituteId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredStaffMember>
    {
        public void Configure(EntityTypeBuilder<StoredStaffMember> builder)
        {
            builder.ToTable("staff").HasKey(s => s.Id);
            builder.HasIndex(s => s.UserName).IsUnique();
        }
    }
}
