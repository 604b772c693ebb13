using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LlmRegistry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "engine",
                table: "llm_deployment",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldMaxLength: 50);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "llm_deployment",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "status_at",
                table: "llm_deployment",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc));

            migrationBuilder.AddColumn<string>(
                name: "status_reason",
                table: "llm_deployment",
                type: "character varying(50)",
                maxLength: 50,
                nullable: false,
                defaultValue: "registered");

            migrationBuilder.AddColumn<long>(
                name: "fault_count",
                table: "llm_dataset",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "file_name",
                table: "llm_dataset",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "line_count",
                table: "llm_dataset",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sha256",
                table: "llm_dataset",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "size_bytes",
                table: "llm_dataset",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "llm_credential",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    llm_deployment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    protected_value = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    llm_deployment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_status = table.Column<string>(type: "text", nullable: true),
                    to_status = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    detail = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    by_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_deployment_engine",
                table: "llm_deployment",
                sql: "\"engine\" IN ('vllm', 'ollama', 'llama.cpp', 'tgi', 'openai')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_llm_dataset_counts",
                table: "llm_dataset",
                sql: "\"size_bytes\" >= 0 AND \"line_count\" >= 0 AND \"fault_count\" >= 0");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "llm_credential");

            migrationBuilder.DropTable(
                name: "llm_status_change");

            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_deployment_engine",
                table: "llm_deployment");

            migrationBuilder.DropCheckConstraint(
                name: "ck_llm_dataset_counts",
                table: "llm_dataset");

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

            migrationBuilder.AlterColumn<string>(
                name: "engine",
                table: "llm_deployment",
                type: "character varying(50)",
                maxLength: 50,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");
        }
    }
}
