using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.SqlServer.Migrations
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
                    id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    archived_at = table.Column<long>(type: "bigint", nullable: false),
                    broken_off = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    number = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    definition_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    definition_version = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    stage = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    title = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    customer_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    customer_contact = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    policy_no = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    category = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    severity = table.Column<int>(type: "int", nullable: true),
                    channel = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    product_line = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    branch = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    handler_id = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    next_due_at = table.Column<long>(type: "bigint", nullable: true),
                    next_due_clock = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    next_due_started_at = table.Column<long>(type: "bigint", nullable: true),
                    is_provisional = table.Column<bool>(type: "bit", nullable: false),
                    incident_count = table.Column<int>(type: "int", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    is_plain = table.Column<bool>(type: "bit", nullable: false),
                    sub_status = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    correlation_id = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    parent_id = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
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
                filter: "status = N'Ended'");

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
