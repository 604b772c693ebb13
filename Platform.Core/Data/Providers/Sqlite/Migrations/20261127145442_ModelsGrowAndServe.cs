using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ModelsGrowAndServe : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "canary_model_version_id",
                table: "deployment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "canary_weight",
                table: "deployment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "deployed_by_id",
                table: "deployment",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<bool>(
                name: "is_active",
                table: "deployment",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "keep_dataset_version_id",
                table: "deployment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "keep_every",
                table: "deployment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "deployment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "deployment_event",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deployment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    value = table.Column<int>(type: "INTEGER", nullable: false),
                    by_user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment_event", x => x.id);
                    table.CheckConstraint("ck_deployment_event_action", "\"action\" IN ('deployed', 'rolled_back', 'canary_started', 'canary_ended', 'promoted', 'stopped', 'started', 'keep_changed')");
                    table.ForeignKey(
                        name: "fk_deployment_event_by_user_id",
                        column: x => x.by_user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deployment_event_deployment_id",
                        column: x => x.deployment_id,
                        principalTable: "deployment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deployment_event_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deployment_minute",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deployment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    minute = table.Column<DateTime>(type: "TEXT", nullable: false),
                    answered = table.Column<int>(type: "INTEGER", nullable: false),
                    errors = table.Column<int>(type: "INTEGER", nullable: false),
                    busy = table.Column<int>(type: "INTEGER", nullable: false),
                    counts = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment_minute", x => x.id);
                    table.CheckConstraint("ck_deployment_minute_counted", "\"answered\" >= 0 AND \"errors\" >= 0 AND \"busy\" >= 0");
                    table.CheckConstraint("ck_deployment_minute_counts_json", "\"counts\" IS NULL OR json_valid(\"counts\")");
                    table.ForeignKey(
                        name: "fk_deployment_minute_deployment_id",
                        column: x => x.deployment_id,
                        principalTable: "deployment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deployment_minute_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model_promotion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    promoted_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    override_reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    overridden = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_promotion", x => x.id);
                    table.CheckConstraint("ck_model_promotion_overridden_json", "\"overridden\" IS NULL OR json_valid(\"overridden\")");
                    table.CheckConstraint("ck_model_promotion_override", "(\"override_reason\" IS NULL) = (\"overridden\" IS NULL)");
                    table.ForeignKey(
                        name: "fk_model_promotion_model_id",
                        column: x => x.model_id,
                        principalTable: "model",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_promotion_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_promotion_promoted_by_id",
                        column: x => x.promoted_by_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deployment_canary_model_version_id",
                table: "deployment",
                column: "canary_model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_deployment_deployed_by_id",
                table: "deployment",
                column: "deployed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_deployment_keep_dataset_version_id",
                table: "deployment",
                column: "keep_dataset_version_id");

            migrationBuilder.CreateIndex(
                name: "ux_deployment_name",
                table: "deployment",
                column: "name",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_deployment_canary_weight",
                table: "deployment",
                sql: "\"canary_weight\" BETWEEN 0 AND 100");

            migrationBuilder.AddCheckConstraint(
                name: "ck_deployment_keep_every",
                table: "deployment",
                sql: "\"keep_every\" >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_deployment_event_by_user_id",
                table: "deployment_event",
                column: "by_user_id");

            migrationBuilder.CreateIndex(
                name: "ix_deployment_event_deployment_id_id",
                table: "deployment_event",
                columns: new[] { "deployment_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deployment_event_model_version_id",
                table: "deployment_event",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_deployment_minute_model_version_id",
                table: "deployment_minute",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ux_deployment_minute_deployment_id_minute_model_version_id",
                table: "deployment_minute",
                columns: new[] { "deployment_id", "minute", "model_version_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_model_promotion_model_id",
                table: "model_promotion",
                column: "model_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_promotion_model_version_id",
                table: "model_promotion",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_promotion_promoted_by_id",
                table: "model_promotion",
                column: "promoted_by_id");

            migrationBuilder.AddForeignKey(
                name: "fk_deployment_canary_model_version_id",
                table: "deployment",
                column: "canary_model_version_id",
                principalTable: "model_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deployment_deployed_by_id",
                table: "deployment",
                column: "deployed_by_id",
                principalTable: "user",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deployment_keep_dataset_version_id",
                table: "deployment",
                column: "keep_dataset_version_id",
                principalTable: "dataset_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_deployment_canary_model_version_id",
                table: "deployment");

            migrationBuilder.DropForeignKey(
                name: "fk_deployment_deployed_by_id",
                table: "deployment");

            migrationBuilder.DropForeignKey(
                name: "fk_deployment_keep_dataset_version_id",
                table: "deployment");

            migrationBuilder.DropTable(
                name: "deployment_event");

            migrationBuilder.DropTable(
                name: "deployment_minute");

            migrationBuilder.DropTable(
                name: "model_promotion");

            migrationBuilder.DropIndex(
                name: "ix_deployment_canary_model_version_id",
                table: "deployment");

            migrationBuilder.DropIndex(
                name: "ix_deployment_deployed_by_id",
                table: "deployment");

            migrationBuilder.DropIndex(
                name: "ix_deployment_keep_dataset_version_id",
                table: "deployment");

            migrationBuilder.DropIndex(
                name: "ux_deployment_name",
                table: "deployment");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deployment_canary_weight",
                table: "deployment");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deployment_keep_every",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "canary_model_version_id",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "canary_weight",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "deployed_by_id",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "is_active",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "keep_dataset_version_id",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "keep_every",
                table: "deployment");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "deployment");
        }
    }
}
