using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CustomerLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customer_links",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    notice_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    form_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    event_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sent_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    code_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    earlier_code_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    code_until = table.Column<long>(type: "bigint", nullable: true),
                    code_tries = table.Column<int>(type: "integer", nullable: false),
                    wrong_tries = table.Column<int>(type: "integer", nullable: false),
                    code_asked_at = table.Column<long>(type: "bigint", nullable: true),
                    codes_asked = table.Column<int>(type: "integer", nullable: false),
                    codes_since = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customer_tokens",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    link_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_tokens", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_customer_links_case_id",
                table: "customer_links",
                column: "case_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "customer_links");

            migrationBuilder.DropTable(
                name: "customer_tokens");
        }
    }
}
