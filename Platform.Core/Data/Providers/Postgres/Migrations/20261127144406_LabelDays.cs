using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LabelDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "label_day",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    drawn = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    deleted = table.Column<int>(type: "integer", nullable: false),
                    judged = table.Column<int>(type: "integer", nullable: false),
                    images_done = table.Column<int>(type: "integer", nullable: false),
                    active_seconds = table.Column<int>(type: "integer", nullable: false),
                    last_second = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_day", x => new { x.user_id, x.dataset_version_id, x.day });
                    table.ForeignKey(
                        name: "fk_label_day_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_label_day_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_label_day_dataset_version_id_day",
                table: "label_day",
                columns: new[] { "dataset_version_id", "day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "label_day");
        }
    }
}
