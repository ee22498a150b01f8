using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>
/// The same schema on SQL Server, with migrations of its own. Texts are compared and sorted by their code units there, and those
/// that are looked up have a longest length: an index takes no text without.
/// </summary>
internal sealed class SqlServerWorkflowDbContext(DbContextOptions<SqlServerWorkflowDbContext> options) : WorkflowDbContext(options)
{
    internal const string Ordinal = "Latin1_General_100_BIN2";

    /// <summary>Two of them are a key of 800 bytes; it may have 900.</summary>
    private const int LongestKey = 200;

    /// <summary>Two of them are an index of 1,600 bytes; it may have 1,700.</summary>
    private const int LongestIndexed = 400;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // The order in which messages were stored, which SQLite's rows have by themselves.
        modelBuilder.Entity<StoredOutboxMessage>().Property<long>("Place").HasColumnName("place").ValueGeneratedOnAdd();
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(IsText))
            {
                property.SetCollation(Ordinal);
                property.SetMaxLength(property.IsKey() || property.IsForeignKey() ? LongestKey : property.IsIndex() ? LongestIndexed : null);
            }

            foreach (var index in entity.GetIndexes().Where(index => index.GetFilter() is not null))
            {
                index.SetFilter(FilterOf(index.GetFilter()!));
            }

            if (entity.FindPrimaryKey() is { } key && key.Properties.Count(IsText) > 2)
            {
                key.SetIsClustered(false);
            }
        }

        // Keys of ours name the message and the case they are about.
        modelBuilder.Entity<StoredCommand>().Property(command => command.Key).HasMaxLength(300);
        modelBuilder.Entity<StoredCommand>().Property(command => command.ActorId).HasMaxLength(100);
    }

    /// <summary>The collation knows small letters from capitals, and a bracket begins a set of characters there.</summary>
    protected override SqlExpression Matches(SqlExpression text, SqlExpression pattern, SqlExpression escape) =>
        base.Matches(Call("lower", text, text), Call("replace", pattern, Call("lower", pattern, pattern), Text("["), Text(@"\[")), escape);

    private static bool IsText(IReadOnlyProperty property) => (property.GetProviderClrType() ?? property.ClrType) == typeof(string);

    private static string FilterOf(string filter) =>
        filter.Replace(" '", " N'", StringComparison.Ordinal).Replace("key IS", "[key] IS", StringComparison.Ordinal);

    private static SqlFunctionExpression Call(string name, SqlExpression like, params SqlExpression[] arguments) =>
        new(name, arguments, nullable: true, argumentsPropagateNullability: arguments.Select(_ => true), typeof(string), like.TypeMapping);

    private static SqlConstantExpression Text(string value) => new(value, Microsoft.EntityFrameworkCore.Storage.StringTypeMapping.Default);
}
