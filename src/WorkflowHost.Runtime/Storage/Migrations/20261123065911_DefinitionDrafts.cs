using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DefinitionDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The old table is copied: its rows get what the new columns must hold (an id of their own, a state), which added columns could not.
            migrationBuilder.RenameTable(name: "definitions", newName: "definitions_before");
            migrationBuilder.CreateTable(
                name: "definitions",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    json = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by_id = table.Column<string>(type: "TEXT", nullable: true),
                    changed_by_name = table.Column<string>(type: "TEXT", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => new { x.definition_id, x.version });
                });
            migrationBuilder.Sql(
                """
                INSERT INTO definitions (definition_id, version, id, name, json, state, origin, revision, file_name, created_at, changed_at, published_at)
                SELECT definition_id, version, definition_id || '-v' || version, name, json,
                    CASE WHEN version = (SELECT max(o.version) FROM definitions_before o WHERE o.definition_id = d.definition_id) THEN 'Published' ELSE 'Retired' END,
                    'File', version, file_name, published_at, published_at, published_at
                FROM definitions_before d
                """);

            migrationBuilder.CreateTable(
                name: "definition_files",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definition_files", x => x.definition_id);
                });

            migrationBuilder.Sql(
                """
                INSERT INTO definition_files (definition_id, file_name, hash)
                SELECT definition_id, coalesce(file_name, definition_id || '.json'), source_hash FROM definitions_before d
                WHERE version = (SELECT max(o.version) FROM definitions_before o WHERE o.definition_id = d.definition_id)
                """);
            migrationBuilder.DropTable(name: "definitions_before");

            migrationBuilder.CreateTable(
                name: "definition_saves",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by_id = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definition_saves", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_definitions_id",
                table: "definitions",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_definitions_published",
                table: "definitions",
                column: "definition_id",
                unique: true,
                filter: "state = 'Published'");

            migrationBuilder.CreateIndex(
                name: "IX_definition_saves_definition_id_sequence",
                table: "definition_saves",
                columns: new[] { "definition_id", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "definition_files");

            migrationBuilder.DropTable(
                name: "definition_saves");

            migrationBuilder.RenameTable(name: "definitions", newName: "definitions_after");
            migrationBuilder.DropIndex(name: "IX_definitions_id", table: "definitions_after");
            migrationBuilder.DropIndex(name: "ix_definitions_published", table: "definitions_after");
            migrationBuilder.CreateTable(
                name: "definitions",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    json = table.Column<byte[]>(type: "BLOB", nullable: false),
                    source_hash = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => new { x.definition_id, x.version });
                });
            migrationBuilder.Sql(
                """
                INSERT INTO definitions (definition_id, version, name, json, source_hash, file_name, published_at)
                SELECT definition_id, version, name, json, '', file_name, published_at FROM definitions_after WHERE published_at IS NOT NULL
                """);
            migrationBuilder.DropTable(name: "definitions_after");
        }
    }
}
