using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class RuleRejections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "rejected_at",
                table: "rules",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rejected_by_name",
                table: "rules",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rejected_reason",
                table: "rules",
                type: "TEXT",
                nullable: true);

            // A draft that was sent back before keeps what was said of it.
            migrationBuilder.Sql("""
                UPDATE rules SET rejected_at = (
                    SELECT max(a.at) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' || lower(rules.kind) || '/' || rules.rule_id AND a.at >= rules.changed_at)
                WHERE version = 0 AND state = 'Draft';
                UPDATE rules SET
                    rejected_by_name = (
                        SELECT max(a.actor_name) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' || lower(rules.kind) || '/' || rules.rule_id AND a.at = rules.rejected_at),
                    rejected_reason = (
                        SELECT max(a.detail) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' || lower(rules.kind) || '/' || rules.rule_id AND a.at = rules.rejected_at)
                WHERE rejected_at IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "rejected_at",
                table: "rules");

            migrationBuilder.DropColumn(
                name: "rejected_by_name",
                table: "rules");

            migrationBuilder.DropColumn(
                name: "rejected_reason",
                table: "rules");
        }
    }
}
