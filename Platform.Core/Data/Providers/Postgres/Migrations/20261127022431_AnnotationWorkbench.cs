using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AnnotationWorkbench : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_annotation_asset_id",
                table: "annotation");

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                table: "label_class",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "assignee_id",
                table: "asset",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "work_state",
                table: "asset",
                type: "text",
                nullable: false,
                defaultValue: "unlabelled");

            // What was drawn before work had a state is labelled: nobody shall find it in the queue as new.
            migrationBuilder.Sql("UPDATE asset SET work_state = 'done' WHERE EXISTS (SELECT 1 FROM annotation n WHERE n.asset_id = asset.id AND n.review_state = 'accepted')");

            migrationBuilder.AddColumn<int>(
                name: "z_order",
                table: "annotation",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "review_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    x = table.Column<double>(type: "double precision", nullable: true),
                    y = table.Column<double>(type: "double precision", nullable: true),
                    frame = table.Column<int>(type: "integer", nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review_comment", x => x.id);
                    table.CheckConstraint("ck_review_comment_point", "(\"x\" IS NULL) = (\"y\" IS NULL)");
                    table.CheckConstraint("ck_review_comment_resolved", "(\"resolved_at\" IS NULL) = (\"resolved_by\" IS NULL)");
                    table.ForeignKey(
                        name: "fk_review_comment_asset_id",
                        column: x => x.asset_id,
                        principalTable: "asset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_review_comment_author_id",
                        column: x => x.author_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_review_comment_resolved_by",
                        column: x => x.resolved_by,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_asset_assignee_id_dataset_version_id",
                table: "asset",
                columns: new[] { "assignee_id", "dataset_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_dataset_version_id_work_state_id",
                table: "asset",
                columns: new[] { "dataset_version_id", "work_state", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_asset_work_state",
                table: "asset",
                sql: "\"work_state\" IN ('unlabelled', 'in_progress', 'done', 'accepted', 'rejected')");

            migrationBuilder.CreateIndex(
                name: "ix_annotation_asset_id_review_state_confidence",
                table: "annotation",
                columns: new[] { "asset_id", "review_state", "confidence" });

            migrationBuilder.CreateIndex(
                name: "ix_annotation_asset_id_track_id_frame",
                table: "annotation",
                columns: new[] { "asset_id", "track_id", "frame" },
                filter: "\"track_id\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_review_comment_asset_id_resolved_at",
                table: "review_comment",
                columns: new[] { "asset_id", "resolved_at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_comment_author_id",
                table: "review_comment",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_review_comment_resolved_by",
                table: "review_comment",
                column: "resolved_by");

            migrationBuilder.AddForeignKey(
                name: "fk_asset_assignee_id",
                table: "asset",
                column: "assignee_id",
                principalTable: "user",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_asset_assignee_id",
                table: "asset");

            migrationBuilder.DropTable(
                name: "review_comment");

            migrationBuilder.DropIndex(
                name: "ix_asset_assignee_id_dataset_version_id",
                table: "asset");

            migrationBuilder.DropIndex(
                name: "ix_asset_dataset_version_id_work_state_id",
                table: "asset");

            migrationBuilder.DropCheckConstraint(
                name: "ck_asset_work_state",
                table: "asset");

            migrationBuilder.DropIndex(
                name: "ix_annotation_asset_id_review_state_confidence",
                table: "annotation");

            migrationBuilder.DropIndex(
                name: "ix_annotation_asset_id_track_id_frame",
                table: "annotation");

            migrationBuilder.DropColumn(
                name: "attributes",
                table: "label_class");

            migrationBuilder.DropColumn(
                name: "assignee_id",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "work_state",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "z_order",
                table: "annotation");

            migrationBuilder.CreateIndex(
                name: "ix_annotation_asset_id",
                table: "annotation",
                column: "asset_id");
        }
    }
}
