using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// The schema, and the reads of screens. It writes nothing: every write goes through the one writer
/// (<see cref="Commits.WriteQueue"/>), so that the host never waits for a lock it holds itself.
/// </summary>
internal class WorkflowDbContext : DbContext
{
    public WorkflowDbContext(DbContextOptions<WorkflowDbContext> options)
        : base(options)
    {
    }

    /// <summary>For another database, which has migrations of its own.</summary>
    protected WorkflowDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<StoredCase> Cases => Set<StoredCase>();

    public DbSet<StoredArchivedCase> ArchivedCases => Set<StoredArchivedCase>();

    public DbSet<StoredTask> Tasks => Set<StoredTask>();

    public DbSet<StoredClock> Clocks => Set<StoredClock>();

    public DbSet<StoredRevisit> Revisits => Set<StoredRevisit>();

    public DbSet<StoredTimer> Timers => Set<StoredTimer>();

    public DbSet<StoredBookmark> Bookmarks => Set<StoredBookmark>();

    public DbSet<StoredTrigger> Triggers => Set<StoredTrigger>();

    public DbSet<StoredSchedule> Schedules => Set<StoredSchedule>();

    public DbSet<StoredJournal> Journal => Set<StoredJournal>();

    public DbSet<StoredTimelineEntry> Timeline => Set<StoredTimelineEntry>();

    public DbSet<StoredOutboxMessage> Outbox => Set<StoredOutboxMessage>();

    public DbSet<StoredNotification> Notifications => Set<StoredNotification>();

    public DbSet<StoredNotificationRead> NotificationReads => Set<StoredNotificationRead>();

    public DbSet<StoredNoticeSeen> NoticesSeen => Set<StoredNoticeSeen>();

    public DbSet<StoredDefinition> Definitions => Set<StoredDefinition>();

    public DbSet<StoredDefinitionSave> DefinitionSaves => Set<StoredDefinitionSave>();

    public DbSet<StoredDefinitionFile> DefinitionFiles => Set<StoredDefinitionFile>();

    public DbSet<StoredPublicationRequest> PublicationRequests => Set<StoredPublicationRequest>();

    public DbSet<StoredRule> Rules => Set<StoredRule>();

    public DbSet<StoredStaffMember> Staff => Set<StoredStaffMember>();

    public DbSet<StoredCustomerLink> CustomerLinks => Set<StoredCustomerLink>();

    public DbSet<StoredCustomerToken> CustomerTokens => Set<StoredCustomerToken>();

    public DbSet<StoredContactBlock> ContactBlocks => Set<StoredContactBlock>();

    public DbSet<StoredIncidentJob> IncidentJobs => Set<StoredIncidentJob>();

    public DbSet<StoredIncidentJobItem> IncidentJobItems => Set<StoredIncidentJobItem>();

    public DbSet<StoredCommand> Commands => Set<StoredCommand>();

    public DbSet<StoredAuditEntry> Audit => Set<StoredAuditEntry>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(WorkflowDbContext).Assembly);
        modelBuilder.HasDbFunction(Search.Method).HasTranslation(arguments => Matches(arguments[0], arguments[1], arguments[2]));
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    /// <summary>Whether a text fits a LIKE pattern, capitals or not.</summary>
    protected virtual SqlExpression Matches(SqlExpression text, SqlExpression pattern, SqlExpression escape) =>
        new LikeExpression(text, pattern, escape, BoolTypeMapping.Default);

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
