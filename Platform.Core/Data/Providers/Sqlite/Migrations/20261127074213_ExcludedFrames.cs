using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ExcludedFrames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "excluded_frames",
                table: "asset",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_asset_excluded_frames_json",
                table: "asset",
                sql: "\"excluded_frames\" IS NULL OR json_valid(\"excluded_frames\")");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_asset_excluded_frames_json",
                table: "asset");

            migrationBuilder.DropColumn(
                name: "excluded_frames",
                table: "asset");
        }
    }
}
