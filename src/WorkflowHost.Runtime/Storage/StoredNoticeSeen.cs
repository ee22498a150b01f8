using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// That one person has read what the bell tells of a request that waits or of a rule. The bell works that out from drafts and requests
/// themselves, so there is no row of a notification to belong to.
/// </summary>
internal sealed class StoredNoticeSeen
{
    public required string StaffId { get; init; }

    public required string NoticeId { get; init; }

    public DateTimeOffset SeenAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredNoticeSeen>
    {
        public void Configure(EntityTypeBuilder<StoredNoticeSeen> builder) => builder.ToTable("notices_seen").HasKey(s => new { s.StaffId, s.NoticeId });
    }
}
