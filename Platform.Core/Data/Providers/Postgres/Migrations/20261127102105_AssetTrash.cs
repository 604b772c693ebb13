using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    storage_uri = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: true),
                    frame_count = table.Column<int>(type: "integer", nullable: true),
                    trashed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    trashed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assignee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    codec = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    dataset_split_id = table.Column<Guid>(type: "uuid", nullable: false),
                    excluded_frames = table.Column<string>(type: "jsonb", nullable: true),
                    exif = table.Column<string>(type: "jsonb", nullable: true),
                    fps = table.Column<double>(type: "double precision", nullable: true),
                    group_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    perceptual_hash = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    tags = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    uploader_id = table.Column<Guid>(type: "uuid", nullable: true),
                    work_state = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trashed_asset", x => x.id);
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label_class_id = table.Column<Guid>(type: "uuid", nullable: false),
                    annotator_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    attributes = table.Column<string>(type: "jsonb", nullable: true),
                    confidence = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    frame = table.Column<int>(type: "integer", nullable: true),
                    geometry = table.Column<string>(type: "jsonb", nullable: false),
                    geometry_type = table.Column<string>(type: "text", nullable: true),
                    is_normalized = table.Column<bool>(type: "boolean", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    review_state = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: true),
                    z_order = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trashed_annotation", x => x.id);
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    frame = table.Column<int>(type: "integer", nullable: true),
                    resolved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    x = table.Column<double>(type: "double precision", nullable: true),
                    y = table.Column<double>(type: "double precision", nullable: true)
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
