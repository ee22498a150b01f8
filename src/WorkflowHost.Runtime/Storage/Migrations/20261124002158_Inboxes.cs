using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Inboxes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_assignee_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_tasks_role",
                table: "tasks");

            migrationBuilder.AddColumn<long>(
                name: "case_due_at",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 253402300799999L);

            migrationBuilder.Sql("""
                UPDATE tasks SET case_due_at = (SELECT c.next_due_at FROM cases c WHERE c.id = tasks.case_id)
                WHERE status = 'Open' AND EXISTS (SELECT 1 FROM cases c WHERE c.id = tasks.case_id AND c.next_due_at IS NOT NULL)
                """);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_claimable",
                table: "tasks",
                columns: new[] { "role", "case_due_at", "created_at", "id" },
                filter: "status = 'Open' AND assignee_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_mine",
                table: "tasks",
                columns: new[] { "assignee_id", "case_due_at", "created_at", "id" },
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_cases_customer_name_opened_at_id",
                table: "cases",
                columns: new[] { "customer_name", "opened_at", "id" },
                filter: "customer_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_customer_name_opened_at_id",
                table: "archived_cases",
                columns: new[] { "customer_name", "opened_at", "id" },
                filter: "customer_name IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_claimable",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_mine",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_cases_customer_name_opened_at_id",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_archived_cases_customer_name_opened_at_id",
                table: "archived_cases");

            migrationBuilder.DropColumn(
                name: "case_due_at",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id",
                table: "tasks",
                column: "assignee_id",
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_role",
                table: "tasks",
                column: "role",
                filter: "status = 'Open' AND assignee_id IS NULL");
        }
    }
}
