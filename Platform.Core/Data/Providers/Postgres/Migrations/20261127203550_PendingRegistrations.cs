using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class PendingRegistrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "pending_registration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firebase_uid = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_email_verified = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    first_tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    declined_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    declined_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_registration", x => x.id);
                    table.CheckConstraint("ck_pending_registration_declined", "(\"declined_at\" IS NULL) = (\"declined_by_id\" IS NULL)");
                    table.ForeignKey(
                        name: "fk_pending_registration_declined_by_id",
                        column: x => x.declined_by_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_pending_registration_declined_by_id",
                table: "pending_registration",
                column: "declined_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_pending_registration_last_tried_at",
                table: "pending_registration",
                column: "last_tried_at");

            migrationBuilder.CreateIndex(
                name: "ux_pending_registration_firebase_uid",
                table: "pending_registration",
                column: "firebase_uid",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pending_registration");
        }
    }
}
