using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ModelVerdicts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "model_verdict",
                columns: table => new
                {
                    annotation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    class_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    confidence = table.Column<double>(type: "double precision", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_verdict", x => x.annotation_id);
                    table.CheckConstraint("ck_model_verdict_kind", "\"kind\" IN ('accepted', 'corrected', 'refused')");
                    table.ForeignKey(
                        name: "fk_model_verdict_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_verdict_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_verdict_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_model_verdict_dataset_version_id",
                table: "model_verdict",
                column: "dataset_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_verdict_model_version_id_class_key_kind",
                table: "model_verdict",
                columns: new[] { "model_version_id", "class_key", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_model_verdict_user_id",
                table: "model_verdict",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_verdict");
        }
    }
}
