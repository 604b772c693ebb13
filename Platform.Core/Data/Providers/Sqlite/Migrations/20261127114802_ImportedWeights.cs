using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ImportedWeights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "init_from_weights_id",
                table: "model_version",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "imported_weights",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    licence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    contents = table.Column<string>(type: "TEXT", nullable: false),
                    storage_uri = table.Column<string>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    size_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    imported_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_weights", x => x.id);
                    table.CheckConstraint("ck_imported_weights_contents_json", "\"contents\" IS NULL OR json_valid(\"contents\")");
                    table.CheckConstraint("ck_imported_weights_format", "\"format\" IN ('safetensors', 'pytorch')");
                    table.CheckConstraint("ck_imported_weights_sha256", "length(\"sha256\") = 64");
                    table.CheckConstraint("ck_imported_weights_size_bytes", "\"size_bytes\" >= 0");
                    table.ForeignKey(
                        name: "fk_imported_weights_imported_by_id",
                        column: x => x.imported_by_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_imported_weights_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_model_version_init_from_weights_id",
                table: "model_version",
                column: "init_from_weights_id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_weights_imported_by_id",
                table: "imported_weights",
                column: "imported_by_id");

            migrationBuilder.CreateIndex(
                name: "ux_imported_weights_project_id_sha256",
                table: "imported_weights",
                columns: new[] { "project_id", "sha256" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_model_version_init_from_weights_id",
                table: "model_version",
                column: "init_from_weights_id",
                principalTable: "imported_weights",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_model_version_init_from_weights_id",
                table: "model_version");

            migrationBuilder.DropTable(
                name: "imported_weights");

            migrationBuilder.DropIndex(
                name: "ix_model_version_init_from_weights_id",
                table: "model_version");

            migrationBuilder.DropColumn(
                name: "init_from_weights_id",
                table: "model_version");
        }
    }
}
