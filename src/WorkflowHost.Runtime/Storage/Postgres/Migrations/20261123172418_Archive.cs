using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Postgres.Migrations
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
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    archived_at = table.Column<long>(type: "bigint", nullable: false),
                    broken_off = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definition_version = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    customer_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customer_contact = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    policy_no = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    severity = table.Column<int>(type: "integer", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    product_line = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    branch = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    handler_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    next_due_at = table.Column<long>(type: "bigint", nullable: true),
                    next_due_clock = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    next_due_started_at = table.Column<long>(type: "bigint", nullable: true),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    incident_count = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    is_plain = table.Column<bool>(type: "boolean", nullable: false),
                    sub_status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    correlation_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    parent_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
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
