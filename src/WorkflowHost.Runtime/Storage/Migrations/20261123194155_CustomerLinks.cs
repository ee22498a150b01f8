using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
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
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    case_id = table.Column<string>(type: "TEXT", nullable: false),
                    case_number = table.Column<string>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    notice_id = table.Column<string>(type: "TEXT", nullable: false),
                    form_id = table.Column<string>(type: "TEXT", nullable: true),
                    event_name = table.Column<string>(type: "TEXT", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_by = table.Column<string>(type: "TEXT", nullable: true),
                    code_hash = table.Column<string>(type: "TEXT", nullable: true),
                    earlier_code_hash = table.Column<string>(type: "TEXT", nullable: true),
                    code_until = table.Column<long>(type: "INTEGER", nullable: true),
                    code_tries = table.Column<int>(type: "INTEGER", nullable: false),
                    wrong_tries = table.Column<int>(type: "INTEGER", nullable: false),
                    code_asked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    codes_asked = table.Column<int>(type: "INTEGER", nullable: false),
                    codes_since = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customer_tokens",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    link_id = table.Column<string>(type: "TEXT", nullable: false)
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
