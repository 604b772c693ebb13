using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TokenScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "access_token",
                type: "TEXT",
                nullable: false,
                defaultValue: "personal");

            migrationBuilder.AddColumn<DateTime>(
                name: "last_used_at",
                table: "access_token",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "project_id",
                table: "access_token",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "access_token",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "training annotation llm admin");

            migrationBuilder.CreateIndex(
                name: "ix_access_token_project_id",
                table: "access_token",
                column: "project_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_access_token_kind",
                table: "access_token",
                sql: "\"kind\" IN ('personal', 'exchanged')");

            migrationBuilder.AddForeignKey(
                name: "fk_access_token_project_id",
                table: "access_token",
                column: "project_id",
                principalTable: "project",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_access_token_project_id",
                table: "access_token");

            migrationBuilder.DropIndex(
                name: "ix_access_token_project_id",
                table: "access_token");

            migrationBuilder.DropCheckConstraint(
                name: "ck_access_token_kind",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "project_id",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "access_token");
        }
    }
}
