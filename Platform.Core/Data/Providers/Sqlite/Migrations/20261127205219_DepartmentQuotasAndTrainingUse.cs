using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DepartmentQuotasAndTrainingUse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "storage_quota_bytes",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "token_quota",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "training_quota_hours",
                table: "department",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "training_use",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seconds = table.Column<double>(type: "REAL", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_use", x => new { x.run_id, x.department_id, x.month, x.device });
                    table.CheckConstraint("ck_training_use_device", "\"device\" IN ('cpu', 'cuda')");
                    table.CheckConstraint("ck_training_use_seconds", "\"seconds\" >= 0");
                    table.ForeignKey(
                        name: "fk_training_use_department_id",
                        column: x => x.department_id,
                        principalTable: "department",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_department_quotas",
                table: "department",
                sql: "\"storage_quota_bytes\" >= 0 AND \"training_quota_hours\" >= 0 AND \"token_quota\" >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_training_use_department_id_month",
                table: "training_use",
                columns: new[] { "department_id", "month" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "training_use");

            migrationBuilder.DropCheckConstraint(
                name: "ck_department_quotas",
                table: "department");

            migrationBuilder.DropColumn(
                name: "storage_quota_bytes",
                table: "department");

            migrationBuilder.DropColumn(
                name: "token_quota",
                table: "department");

            migrationBuilder.DropColumn(
                name: "training_quota_hours",
                table: "department");
        }
    }
}
