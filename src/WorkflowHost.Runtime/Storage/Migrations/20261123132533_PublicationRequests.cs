using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class PublicationRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "agreed_revision",
                table: "definition_files",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "publication_requests",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by_id = table.Column<string>(type: "TEXT", nullable: false),
                    requested_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    edited_by_id = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by_id = table.Column<string>(type: "TEXT", nullable: true),
                    decided_by_name = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publication_requests", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_publication_requests_definition_id_sequence",
                table: "publication_requests",
                columns: new[] { "definition_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_publication_requests_pending",
                table: "publication_requests",
                column: "definition_id",
                unique: true,
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_publication_requests_requested_by_id",
                table: "publication_requests",
                column: "requested_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "publication_requests");

            migrationBuilder.DropColumn(
                name: "agreed_revision",
                table: "definition_files");
        }
    }
}
