using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ModelDisagreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "drawing_hash",
                table: "model_verdict",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "model_disagreement",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    other_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    apart = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                name: "ix_model_disagreement_model_version_id",
                table: "model_disagreement",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_disagreement_other_version_id",
                table: "model_disagreement",
                column: "other_version_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_disagreement");

            migrationBuilder.DropColumn(
                name: "drawing_hash",
                table: "model_verdict");
        }
    }
}
