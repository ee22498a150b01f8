using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ContactBlocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "skill",
                table: "tasks",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "substitute_id",
                table: "staff",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "contact_blocks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    case_number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    end_reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_blocks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contact_blocks_at_id",
                table: "contact_blocks",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_blocks_number",
                table: "contact_blocks",
                column: "number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_blocks");

            migrationBuilder.DropColumn(
                name: "skill",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "substitute_id",
                table: "staff");
        }
    }
}
