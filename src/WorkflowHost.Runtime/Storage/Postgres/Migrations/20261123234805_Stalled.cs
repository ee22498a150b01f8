using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Stalled : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "stalled_since",
                table: "cases",
                type: "bigint",
                nullable: true);

            // What came to a stand before: by its rows, since the state is not read here. The next burst of each says it exactly.
            migrationBuilder.Sql("""
                UPDATE cases SET stalled_since = updated_at
                WHERE status <> 'Ended' AND sub_status = 'Suspended' AND incident_count = 0
                    AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.case_id = cases.id)
                    AND NOT EXISTS (SELECT 1 FROM bookmarks WHERE bookmarks.case_id = cases.id)
                    AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = cases.id AND tasks.status = 'Open')
                    AND NOT EXISTS (SELECT 1 FROM revisits WHERE revisits.case_id = cases.id AND revisits.detail IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.case_id = cases.id AND outbox.status = 'Pending')
                    AND NOT EXISTS (SELECT 1 FROM cases AS child WHERE child.parent_id = cases.id AND child.status <> 'Ended');
                """);

            migrationBuilder.CreateIndex(
                name: "IX_cases_stalled_since_id",
                table: "cases",
                columns: new[] { "stalled_since", "id" },
                filter: "stalled_since IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_stalled_since_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "stalled_since",
                table: "cases");
        }
    }
}
