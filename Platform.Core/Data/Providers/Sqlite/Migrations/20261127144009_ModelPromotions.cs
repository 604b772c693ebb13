using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ModelPromotions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_promotion");
        }
    }
}
