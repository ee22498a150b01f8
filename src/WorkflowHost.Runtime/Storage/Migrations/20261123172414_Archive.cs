using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Archive : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "archived_cases",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    broken_off = table.Column<string>(type: "TEXT", nullable: true),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    stage = table.Column<string>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    customer_name = table.Column<string>(type: "TEXT", nullable: true),
                    customer_contact = table.Column<string>(type: "TEXT", nullable: true),
                    policy_no = table.Column<string>(type: "TEXT", nullable: true),
                    category = table.Column<string>(type: "TEXT", nullable: true),
                    severity = table.Column<int>(type: "INTEGER", nullable: true),
                    channel = table.Column<string>(type: "TEXT", nullable: true),
                    product_line = table.Column<string>(type: "TEXT", nullable: true),
                    branch = table.Column<string>(type: "TEXT", nullable: true),
                    handler_id = table.Column<string>(type: "TEXT", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_due_clock = table.Column<string>(type: "TEXT", nullable: true),
                    next_due_started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    is_provisional = table.Column<bool>(type: "INTEGER", nullable: false),
                    incident_count = table.Column<int>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    is_plain = table.Column<bool>(type: "INTEGER", nullable: false),
                    sub_status = table.Column<string>(type: "TEXT", nullable: false),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    parent_id = table.Column<string>(type: "TEXT", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_archived_cases", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_cases_finished_at_id",
                table: "cases",
                columns: new[] { "finished_at", "id" },
                filter: "status = 'Ended'");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_customer_contact",
                table: "archived_cases",
                column: "customer_contact",
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_definition_id_definition_version",
                table: "archived_cases",
                columns: new[] { "definition_id", "definition_version" });

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_number",
                table: "archived_cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_opened_at_id",
                table: "archived_cases",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_policy_no",
                table: "archived_cases",
                column: "policy_no",
                filter: "policy_no IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "archived_cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_finished_at_id",
                table: "cases");
        }
    }
}
