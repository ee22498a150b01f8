using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WorkflowHost.Runtime.Storage;

/// <summary>That one person has read a notification; one sent to a role is read by each of its members.</summary>
internal sealed class StoredNotificationRead
{
    public required string NotificationId { get; init; }

    public required string StaffId { get; init; }

    public DateTimeOffset ReadAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredNotificationRead>
    {
        public void Configure(EntityTypeBuilder<StoredNotificationRead> builder)
        {
            builder.ToTable("notification_reads").HasKey(r => new { r.NotificationId, r.StaffId });
            builder.HasOne<StoredNotification>().WithMany().HasForeignKey(r => r.NotificationId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
