using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DatasetLifecycle : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_annotation_model_version_id",
                table: "annotation");

            migrationBuilder.AddColumn<bool>(
                name: "demands_review",
                table: "project",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "group_key",
                table: "asset",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "perceptual_hash",
                table: "asset",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tags",
                table: "asset",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "uploader_id",
                table: "asset",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_asset_dataset_version_id_id",
                table: "asset",
                columns: new[] { "dataset_version_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_uploader_id_dataset_version_id",
                table: "asset",
                columns: new[] { "uploader_id", "dataset_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_annotation_model_version_id",
                table: "annotation",
                column: "model_version_id",
                filter: "\"model_version_id\" IS NOT NULL");

            migrationBuilder.AddForeignKey(
                name: "fk_asset_uploader_id",
                table: "asset",
                column: "uploader_id",
                principalTable: "user",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_asset_uploader_id",
                table: "asset");

            migrationBuilder.DropIndex(
                name: "ix_asset_dataset_version_id_id",
                table: "asset");

            migrationBuilder.DropIndex(
                name: "ix_asset_uploader_id_dataset_version_id",
                table: "asset");

            migrationBuilder.DropIndex(
                name: "ix_annotation_model_version_id",
                table: "annotation");

            migrationBuilder.DropColumn(
                name: "demands_review",
                table: "project");

            migrationBuilder.DropColumn(
                name: "group_key",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "perceptual_hash",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "uploader_id",
                table: "asset");

            migrationBuilder.CreateIndex(
                name: "ix_annotation_model_version_id",
                table: "annotation",
                column: "model_version_id");
        }
    }
}
