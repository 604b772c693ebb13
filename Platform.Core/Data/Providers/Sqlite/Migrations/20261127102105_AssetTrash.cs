using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AssetTrash : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "trashed_asset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    storage_uri = table.Column<string>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    width = table.Column<int>(type: "INTEGER", nullable: false),
                    height = table.Column<int>(type: "INTEGER", nullable: false),
                    duration_ms = table.Column<int>(type: "INTEGER", nullable: true),
                    frame_count = table.Column<int>(type: "INTEGER", nullable: true),
                    trashed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    trashed_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    assignee_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    codec = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    dataset_split_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    excluded_frames = table.Column<string>(type: "TEXT", nullable: true),
                    exif = table.Column<string>(type: "TEXT", nullable: true),
                    fps = table.Column<double>(type: "REAL", nullable: true),
                    group_key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    perceptual_hash = table.Column<long>(type: "INTEGER", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    tags = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    uploader_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    work_state = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trashed_asset", x => x.id);
                    table.CheckConstraint("ck_trashed_asset_excluded_frames_json", "\"excluded_frames\" IS NULL OR json_valid(\"excluded_frames\")");
                    table.CheckConstraint("ck_trashed_asset_exif_json", "\"exif\" IS NULL OR json_valid(\"exif\")");
                    table.ForeignKey(
                        name: "fk_trashed_asset_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trashed_annotation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_class_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    annotator_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    attributes = table.Column<string>(type: "TEXT", nullable: true),
                    confidence = table.Column<double>(type: "REAL", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    frame = table.Column<int>(type: "INTEGER", nullable: true),
                    geometry = table.Column<string>(type: "TEXT", nullable: false),
                    geometry_type = table.Column<string>(type: "TEXT", nullable: true),
                    is_normalized = table.Column<bool>(type: "INTEGER", nullable: false),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    review_state = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    track_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    z_order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trashed_annotation", x => x.id);
                    table.CheckConstraint("ck_trashed_annotation_attributes_json", "\"attributes\" IS NULL OR json_valid(\"attributes\")");
                    table.CheckConstraint("ck_trashed_annotation_geometry_json", "\"geometry\" IS NULL OR json_valid(\"geometry\")");
                    table.ForeignKey(
                        name: "fk_trashed_annotation_asset_id",
                        column: x => x.asset_id,
                        principalTable: "trashed_asset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trashed_review_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    frame = table.Column<int>(type: "INTEGER", nullable: true),
                    resolved_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    resolved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    x = table.Column<double>(type: "REAL", nullable: true),
                    y = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trashed_review_comment", x => x.id);
                    table.ForeignKey(
                        name: "fk_trashed_review_comment_asset_id",
                        column: x => x.asset_id,
                        principalTable: "trashed_asset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_trashed_annotation_asset_id",
                table: "trashed_annotation",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_trashed_annotation_label_class_id",
                table: "trashed_annotation",
                column: "label_class_id");

            migrationBuilder.CreateIndex(
                name: "ix_trashed_asset_dataset_version_id_trashed_at_id",
                table: "trashed_asset",
                columns: new[] { "dataset_version_id", "trashed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_trashed_review_comment_asset_id",
                table: "trashed_review_comment",
                column: "asset_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "trashed_annotation");

            migrationBuilder.DropTable(
                name: "trashed_review_comment");

            migrationBuilder.DropTable(
                name: "trashed_asset");
        }
    }
}
