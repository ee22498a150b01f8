using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WorkflowHost.Runtime.Storage.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CustomerByTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_customer_contact",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_policy_no",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_archived_cases_customer_contact",
                table: "archived_cases");

            migrationBuilder.DropIndex(
                name: "IX_archived_cases_policy_no",
                table: "archived_cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_customer_contact_opened_at_id",
                table: "cases",
                columns: new[] { "customer_contact", "opened_at", "id" },
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_policy_no_opened_at_id",
                table: "cases",
                columns: new[] { "policy_no", "opened_at", "id" },
                filter: "policy_no IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_customer_contact_opened_at_id",
                table: "archived_cases",
                columns: new[] { "customer_contact", "opened_at", "id" },
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_policy_no_opened_at_id",
                table: "archived_cases",
                columns: new[] { "policy_no", "opened_at", "id" },
                filter: "policy_no IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_customer_contact_opened_at_id",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_policy_no_opened_at_id",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_archived_cases_customer_contact_opened_at_id",
                table: "archived_cases");

            migrationBuilder.DropIndex(
                name: "IX_archived_cases_policy_no_opened_at_id",
                table: "archived_cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_customer_contact",
                table: "cases",
                column: "customer_contact",
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_policy_no",
                table: "cases",
                column: "policy_no",
                filter: "policy_no IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_customer_contact",
                table: "archived_cases",
                column: "customer_contact",
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_archived_cases_policy_no",
                table: "archived_cases",
                column: "policy_no",
                filter: "policy_no IS NOT NULL");
        }
    }
}
