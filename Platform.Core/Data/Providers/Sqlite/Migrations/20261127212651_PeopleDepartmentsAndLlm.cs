using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PeopleDepartmentsAndLlm : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_session_log_outcome",
                table: "llm_session_log");

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "llm_session_log",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "error_code",
                table: "llm_session_log",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "http_status",
                table: "llm_session_log",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "llm_session",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "llm_deployment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "status_at",
                table: "llm_deployment",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc));

            migrationBuilder.AddColumn<string>(
                name: "status_reason",
                table: "llm_deployment",
                type: "TEXT",
                maxLength: 50,
                nullable: false,
                defaultValue: "registered");

            migrationBuilder.AddColumn<long>(
                name: "fault_count",
                table: "llm_dataset",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "file_name",
                table: "llm_dataset",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "line_count",
                table: "llm_dataset",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sha256",
                table: "llm_dataset",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "size_bytes",
                table: "llm_dataset",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "storage_quota_bytes",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "token_quota",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "training_quota_hours",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "browser_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    way = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ip_address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_browser_session", x => x.id);
                    table.CheckConstraint("ck_browser_session_way", "\"way\" IN ('console_link', 'personal_link', 'password', 'provider')");
                    table.ForeignKey(
                        name: "fk_browser_session_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "llm_credential",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    llm_deployment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    protected_value = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_credential", x => x.id);
                    table.ForeignKey(
                        name: "fk_llm_credential_llm_deployment_id",
                        column: x => x.llm_deployment_id,
                        principalTable: "llm_deployment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "llm_status_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    llm_deployment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from_status = table.Column<string>(type: "TEXT", nullable: true),
                    to_status = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    by_user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_status_change", x => x.id);
                    table.CheckConstraint("ck_llm_status_change_from_status", "\"from_status\" IN ('active', 'inactive', 'maintenance', 'error')");
                    table.CheckConstraint("ck_llm_status_change_to_status", "\"to_status\" IN ('active', 'inactive', 'maintenance', 'error')");
                    table.ForeignKey(
                        name: "fk_llm_status_change_by_user_id",
                        column: x => x.by_user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_status_change_llm_deployment_id",
                        column: x => x.llm_deployment_id,
                        principalTable: "llm_deployment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pending_registration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    firebase_uid = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    is_email_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    first_tried_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_tried_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    declined_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    declined_by_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_registration", x => x.id);
                    table.CheckConstraint("ck_pending_registration_declined", "(\"declined_at\" IS NULL) = (\"declined_by_id\" IS NULL)");
                    table.ForeignKey(
                        name: "fk_pending_registration_declined_by_id",
                        column: x => x.declined_by_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "personal_link",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    token_sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    issued_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    issued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_personal_link", x => x.user_id);
                    table.CheckConstraint("ck_personal_link_kind", "\"kind\" IN ('invitation', 'password_reset')");
                    table.ForeignKey(
                        name: "fk_personal_link_issued_by",
                        column: x => x.issued_by,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_personal_link_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "training_use",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seconds = table.Column<double>(type: "REAL", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_use", x => new { x.run_id, x.department_id, x.month, x.device });
                    table.CheckConstraint("ck_training_use_device", "\"device\" IN ('cpu', 'cuda')");
                    table.CheckConstraint("ck_training_use_seconds", "\"seconds\" >= 0");
                    table.ForeignKey(
                        name: "fk_training_use_department_id",
                        column: x => x.department_id,
                        principalTable: "department",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "user_password",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    failed_tries = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_password", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_password_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_session_log_outcome",
                table: "llm_session_log",
                sql: "\"outcome\" IN ('pending', 'completed', 'error', 'aborted', 'truncated', 'timeout')");

            migrationBuilder.CreateIndex(
                name: "ux_llm_session_user_id_name",
                table: "llm_session",
                columns: new[] { "user_id", "name" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_deployment_engine",
                table: "llm_deployment",
                sql: "\"engine\" IN ('vllm', 'ollama', 'llama.cpp', 'tgi', 'openai')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_dataset_counts",
                table: "llm_dataset",
                sql: "\"size_bytes\" >= 0 AND \"line_count\" >= 0 AND \"fault_count\" >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_department_quotas",
                table: "department",
                sql: "\"storage_quota_bytes\" >= 0 AND \"training_quota_hours\" >= 0 AND \"token_quota\" >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_browser_session_user_id",
                table: "browser_session",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_llm_credential_llm_deployment_id",
                table: "llm_credential",
                column: "llm_deployment_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_llm_status_change_by_user_id",
                table: "llm_status_change",
                column: "by_user_id");

            migrationBuilder.CreateIndex(
                name: "ix_llm_status_change_llm_deployment_id_id",
                table: "llm_status_change",
                columns: new[] { "llm_deployment_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_registration_declined_by_id",
                table: "pending_registration",
                column: "declined_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_pending_registration_last_tried_at",
                table: "pending_registration",
                column: "last_tried_at");

            migrationBuilder.CreateIndex(
                name: "ux_pending_registration_firebase_uid",
                table: "pending_registration",
                column: "firebase_uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_personal_link_issued_by",
                table: "personal_link",
                column: "issued_by");

            migrationBuilder.CreateIndex(
                name: "ux_personal_link_token_sha256",
                table: "personal_link",
                column: "token_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_training_use_department_id_month",
                table: "training_use",
                columns: new[] { "department_id", "month" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "browser_session");

            migrationBuilder.DropTable(
                name: "llm_credential");

            migrationBuilder.DropTable(
                name: "llm_status_change");

            migrationBuilder.DropTable(
                name: "pending_registration");

            migrationBuilder.DropTable(
                name: "personal_link");

            migrationBuilder.DropTable(
                name: "training_use");

            migrationBuilder.DropTable(
                name: "user_password");

            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_session_log_outcome",
                table: "llm_session_log");

            migrationBuilder.DropIndex(
                name: "ux_llm_session_user_id_name",
                table: "llm_session");

            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_deployment_engine",
                table: "llm_deployment");

            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_dataset_counts",
                table: "llm_dataset");

            migrationBuilder.DropCheckConstraint(
                name: "ck_department_quotas",
                table: "department");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "llm_session_log");

            migrationBuilder.DropColumn(
                name: "error_code",
                table: "llm_session_log");

            migrationBuilder.DropColumn(
                name: "http_status",
                table: "llm_session_log");

            migrationBuilder.DropColumn(
                name: "name",
                table: "llm_session");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "llm_deployment");

            migrationBuilder.DropColumn(
                name: "status_at",
                table: "llm_deployment");

            migrationBuilder.DropColumn(
                name: "status_reason",
                table: "llm_deployment");

            migrationBuilder.DropColumn(
                name: "fault_count",
                table: "llm_dataset");

            migrationBuilder.DropColumn(
                name: "file_name",
                table: "llm_dataset");

            migrationBuilder.DropColumn(
                name: "line_count",
                table: "llm_dataset");

            migrationBuilder.DropColumn(
                name: "sha256",
                table: "llm_dataset");

            migrationBuilder.DropColumn(
                name: "size_bytes",
                table: "llm_dataset");

            migrationBuilder.DropColumn(
                name: "storage_quota_bytes",
                table: "department");

            migrationBuilder.DropColumn(
                name: "token_quota",
                table: "department");

            migrationBuilder.DropColumn(
                name: "training_quota_hours",
                table: "department");

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_session_log_outcome",
                table: "llm_session_log",
                sql: "\"outcome\" IN ('pending', 'success', 'error', 'aborted')");
        }
    }
}
