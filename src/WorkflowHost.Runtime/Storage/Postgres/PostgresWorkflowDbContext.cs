using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>The same schema on PostgreSQL, with migrations of its own. Texts are compared and sorted by their code points there, as on SQLite.</summary>
internal sealed class PostgresWorkflowDbContext(DbContextOptions<PostgresWorkflowDbContext> options) : WorkflowDbContext(options)
{
    private const string Ordinal = "C";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // The order in which messages were stored, which SQLite's rows have by themselves.
        modelBuilder.Entity<StoredOutboxMessage>().Property<long>("Place").HasColumnName("place").ValueGeneratedOnAdd();
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if ((property.GetProviderClrType() ?? property.ClrType) == typeof(string))
            {
                property.SetCollation(Ordinal);
            }
        }
    }

    /// <summary>PostgreSQL's LIKE knows small letters from capitals.</summary>
    protected override SqlExpression Matches(SqlExpression text, SqlExpression pattern, SqlExpression escape) =>
        base.Matches(Lower(text), Lower(pattern), escape);

    private static SqlFunctionExpression Lower(SqlExpression text) =>
        new("lower", [text], nullable: true, argumentsPropagateNullability: [true], typeof(string), text.TypeMapping);
}
