using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace WorkflowHost.Runtime.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actor_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
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
                    finished_at = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "commands",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actor_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    request_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commands", x => new { x.key, x.actor_id });
                });

            migrationBuilder.CreateTable(
                name: "definition_files",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    agreed_revision = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definition_files", x => x.definition_id);
                });

            migrationBuilder.CreateTable(
                name: "definition_saves",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definition_saves", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "definitions",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    json = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    origin = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_by_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    changed_by_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    published_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => new { x.definition_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "publication_requests",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requested_at = table.Column<long>(type: "bigint", nullable: false),
                    requested_by_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requested_by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    edited_by_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decided_by_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    seen_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publication_requests", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "schedules",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activity_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    claimable_at = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedules", x => new { x.definition_id, x.activity_id });
                });

            migrationBuilder.CreateTable(
                name: "staff",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    staff_no = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    roles = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    branch = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    skills = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    absent_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activity_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    route = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triggers", x => new { x.definition_id, x.activity_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "bookmarks",
                columns: table => new
                {
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    bookmark_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    correlation_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    route = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookmarks", x => new { x.case_id, x.bookmark_id });
                    table.ForeignKey(
                        name: "FK_bookmarks_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "clocks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    target_at = table.Column<long>(type: "bigint", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    stopped_at = table.Column<long>(type: "bigint", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clocks", x => x.id);
                    table.ForeignKey(
                        name: "FK_clocks_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    entries = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => new { x.case_id, x.version });
                    table.ForeignKey(
                        name: "FK_journal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    audience = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    args = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fired_at = table.Column<long>(type: "bigint", nullable: false),
                    deliver_at = table.Column<long>(type: "bigint", nullable: false),
                    clock_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    step_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                    table.ForeignKey(
                        name: "FK_notifications_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    template = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    idempotency_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    claimable_at = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settled_at = table.Column<long>(type: "bigint", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    place = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                    table.ForeignKey(
                        name: "FK_outbox_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "revisits",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due_from = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    next_attempt_at = table.Column<long>(type: "bigint", nullable: true),
                    next_channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    attempt_count = table.Column<int>(type: "integer", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revisits", x => x.id);
                    table.ForeignKey(
                        name: "FK_revisits_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activity_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    form_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    assignee_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    assignee_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    excluded_staff = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    clock_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    claimed_at = table.Column<long>(type: "bigint", nullable: true),
                    completed_at = table.Column<long>(type: "bigint", nullable: true),
                    completed_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tasks", x => x.id);
                    table.ForeignKey(
                        name: "FK_tasks_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timeline",
                columns: table => new
                {
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actor_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    args = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline", x => new { x.case_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_timeline_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timers",
                columns: table => new
                {
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    timer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @ref = table.Column<string>(name: "ref", type: "text", nullable: false, collation: "C"),
                    claimable_at = table.Column<long>(type: "bigint", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timers", x => new { x.case_id, x.timer_id });
                    table.ForeignKey(
                        name: "FK_timers_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notification_reads",
                columns: table => new
                {
                    notification_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    staff_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    read_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_reads", x => new { x.notification_id, x.staff_id });
                    table.ForeignKey(
                        name: "FK_notification_reads_notifications_notification_id",
                        column: x => x.notification_id,
                        principalTable: "notifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_at",
                table: "audit",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_bookmarks_hash_correlation_id",
                table: "bookmarks",
                columns: new[] { "hash", "correlation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_bookmarks_key",
                table: "bookmarks",
                column: "key",
                unique: true,
                filter: "key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_bookmarks_route",
                table: "bookmarks",
                column: "route",
                filter: "route IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_correlation_id",
                table: "cases",
                column: "correlation_id",
                filter: "correlation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_customer_contact",
                table: "cases",
                column: "customer_contact",
                filter: "customer_contact IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_definition_id_definition_version",
                table: "cases",
                columns: new[] { "definition_id", "definition_version" },
                filter: "status <> 'Ended'");

            migrationBuilder.CreateIndex(
                name: "IX_cases_handler_id_status",
                table: "cases",
                columns: new[] { "handler_id", "status" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_incident_count",
                table: "cases",
                column: "incident_count",
                filter: "incident_count > 0");

            migrationBuilder.CreateIndex(
                name: "IX_cases_next_due_at",
                table: "cases",
                column: "next_due_at",
                filter: "next_due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_number",
                table: "cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_cases_opened_at_id",
                table: "cases",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_parent_id",
                table: "cases",
                column: "parent_id",
                filter: "parent_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_policy_no",
                table: "cases",
                column: "policy_no",
                filter: "policy_no IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_status_opened_at_id",
                table: "cases",
                columns: new[] { "status", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_clocks_case_id",
                table: "clocks",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_clocks_target_at",
                table: "clocks",
                column: "target_at",
                filter: "status = 'Running'");

            migrationBuilder.CreateIndex(
                name: "IX_commands_created_at",
                table: "commands",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_definition_saves_definition_id_sequence",
                table: "definition_saves",
                columns: new[] { "definition_id", "sequence" });

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
                name: "IX_notifications_audience_deliver_at",
                table: "notifications",
                columns: new[] { "audience", "deliver_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_case_id",
                table: "notifications",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_case_id",
                table: "outbox",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_claimable_at",
                table: "outbox",
                column: "claimable_at",
                filter: "status = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_created_at_id",
                table: "outbox",
                columns: new[] { "created_at", "id" });

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

            migrationBuilder.CreateIndex(
                name: "IX_revisits_case_id",
                table: "revisits",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_revisits_next_attempt_at",
                table: "revisits",
                column: "next_attempt_at",
                filter: "status = 'Planned'");

            migrationBuilder.CreateIndex(
                name: "IX_schedules_claimable_at",
                table: "schedules",
                column: "claimable_at");

            migrationBuilder.CreateIndex(
                name: "IX_staff_user_name",
                table: "staff",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id",
                table: "tasks",
                column: "assignee_id",
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_case_id",
                table: "tasks",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_role",
                table: "tasks",
                column: "role",
                filter: "status = 'Open' AND assignee_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_timers_claimable_at",
                table: "timers",
                column: "claimable_at");

            migrationBuilder.CreateIndex(
                name: "IX_timers_due_at",
                table: "timers",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "IX_timers_failures",
                table: "timers",
                column: "failures",
                filter: "failures > 0");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_hash",
                table: "triggers",
                column: "hash");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_route",
                table: "triggers",
                column: "route",
                filter: "route IS NOT NULL");

            // What hosts tell each other. A change's transaction number lets a reader know that none below it can still come.
            migrationBuilder.Sql("""
                CREATE TABLE changes (
                    host text COLLATE "C" NOT NULL,
                    ticket bigint NOT NULL,
                    part bigint NOT NULL,
                    kind text COLLATE "C" NOT NULL,
                    body text COLLATE "C" NOT NULL,
                    at bigint NOT NULL DEFAULT ((extract(epoch FROM clock_timestamp()) * 1000)::bigint),
                    xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
                    CONSTRAINT "PK_changes" PRIMARY KEY (host, ticket, part));
                CREATE INDEX "IX_changes_xid" ON changes (xid);
                CREATE TABLE counters (
                    name text COLLATE "C" NOT NULL,
                    value bigint NOT NULL,
                    CONSTRAINT "PK_counters" PRIMARY KEY (name));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE changes; DROP TABLE counters;");
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "bookmarks");

            migrationBuilder.DropTable(
                name: "clocks");

            migrationBuilder.DropTable(
                name: "commands");

            migrationBuilder.DropTable(
                name: "definition_files");

            migrationBuilder.DropTable(
                name: "definition_saves");

            migrationBuilder.DropTable(
                name: "definitions");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "notification_reads");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "publication_requests");

            migrationBuilder.DropTable(
                name: "revisits");

            migrationBuilder.DropTable(
                name: "schedules");

            migrationBuilder.DropTable(
                name: "staff");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "timeline");

            migrationBuilder.DropTable(
                name: "timers");

            migrationBuilder.DropTable(
                name: "triggers");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "cases");
        }
    }
}
