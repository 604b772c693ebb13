using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AuditTokensAndDisagreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "drawing_hash",
                table: "model_verdict",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "access_token",
                type: "text",
                nullable: false,
                defaultValue: "personal");

            migrationBuilder.AddColumn<DateTime>(
                name: "last_used_at",
                table: "access_token",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "project_id",
                table: "access_token",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "access_token",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "training annotation llm admin");

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    action = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    department_id = table.Column<Guid>(type: "uuid", nullable: true),
                    arguments = table.Column<string>(type: "jsonb", nullable: false),
                    ip_address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    user_agent = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "model_disagreement",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    other_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    apart = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_disagreement", x => x.asset_id);
                    table.CheckConstraint("ck_model_disagreement_apart", "\"apart\" BETWEEN 0 AND \"total\"");
                    table.ForeignKey(
                        name: "fk_model_disagreement_asset_id",
                        column: x => x.asset_id,
                        principalTable: "asset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_disagreement_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_disagreement_other_version_id",
                        column: x => x.other_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_token_project_id",
                table: "access_token",
                column: "project_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_access_token_kind",
                table: "access_token",
                sql: "\"kind\" IN ('personal', 'exchanged')");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_action_id",
                table: "audit_entry",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_department_id_id",
                table: "audit_entry",
                columns: new[] { "department_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_user_id_id",
                table: "audit_entry",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_disagreement_model_version_id",
                table: "model_disagreement",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_disagreement_other_version_id",
                table: "model_disagreement",
                column: "other_version_id");

            migrationBuilder.AddForeignKey(
                name: "fk_access_token_project_id",
                table: "access_token",
                column: "project_id",
                principalTable: "project",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_access_token_project_id",
                table: "access_token");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "model_disagreement");

            migrationBuilder.DropIndex(
                name: "ix_access_token_project_id",
                table: "access_token");

            migrationBuilder.DropCheckConstraint(
                name: "ck_access_token_kind",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "drawing_hash",
                table: "model_verdict");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "project_id",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "access_token");
        }
    }
}
