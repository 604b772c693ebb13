using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OntologyMigrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "copied_from_id",
                table: "label_ontology_version",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ontology_migration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from_ontology_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    to_ontology_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    plan = table.Column<string>(type: "TEXT", nullable: false),
                    annotations = table.Column<int>(type: "INTEGER", nullable: false),
                    dropped = table.Column<int>(type: "INTEGER", nullable: false),
                    applied_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    undone_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    undone_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ontology_migration", x => x.id);
                    table.CheckConstraint("ck_ontology_migration_plan_json", "\"plan\" IS NULL OR json_valid(\"plan\")");
                    table.CheckConstraint("ck_ontology_migration_undone", "(\"undone_at\" IS NULL) = (\"undone_by\" IS NULL)");
                    table.ForeignKey(
                        name: "fk_ontology_migration_applied_by",
                        column: x => x.applied_by,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ontology_migration_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ontology_migration_from_ontology_version_id",
                        column: x => x.from_ontology_version_id,
                        principalTable: "label_ontology_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ontology_migration_to_ontology_version_id",
                        column: x => x.to_ontology_version_id,
                        principalTable: "label_ontology_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ontology_migration_undone_by",
                        column: x => x.undone_by,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ontology_migration_change",
                columns: table => new
                {
                    migration_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    annotation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    target_class_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    converted_geometry = table.Column<string>(type: "TEXT", nullable: true),
                    applied_revision = table.Column<long>(type: "INTEGER", nullable: false),
                    asset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_class_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    geometry_type = table.Column<string>(type: "TEXT", nullable: true),
                    geometry = table.Column<string>(type: "TEXT", nullable: false),
                    is_normalized = table.Column<bool>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    confidence = table.Column<double>(type: "REAL", nullable: true),
                    model_version_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    annotator_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    frame = table.Column<int>(type: "INTEGER", nullable: true),
                    track_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    z_order = table.Column<int>(type: "INTEGER", nullable: false),
                    attributes = table.Column<string>(type: "TEXT", nullable: true),
                    review_state = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ontology_migration_change", x => new { x.migration_id, x.annotation_id });
                    table.CheckConstraint("ck_ontology_migration_change_attributes_json", "\"attributes\" IS NULL OR json_valid(\"attributes\")");
                    table.CheckConstraint("ck_ontology_migration_change_converted_geometry_json", "\"converted_geometry\" IS NULL OR json_valid(\"converted_geometry\")");
                    table.CheckConstraint("ck_ontology_migration_change_geometry_json", "\"geometry\" IS NULL OR json_valid(\"geometry\")");
                    table.CheckConstraint("ck_ontology_migration_change_geometry_type", "\"geometry_type\" IN ('bbox', 'polygon', 'mask', 'keypoints', 'polyline')");
                    table.CheckConstraint("ck_ontology_migration_change_review_state", "\"review_state\" IN ('pending', 'accepted', 'rejected')");
                    table.CheckConstraint("ck_ontology_migration_change_source", "\"source\" IN ('human', 'model')");
                    table.ForeignKey(
                        name: "fk_ontology_migration_change_migration_id",
                        column: x => x.migration_id,
                        principalTable: "ontology_migration",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_label_ontology_version_copied_from_id",
                table: "label_ontology_version",
                column: "copied_from_id");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_applied_by",
                table: "ontology_migration",
                column: "applied_by");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_dataset_version_id_id",
                table: "ontology_migration",
                columns: new[] { "dataset_version_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_from_ontology_version_id",
                table: "ontology_migration",
                column: "from_ontology_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_to_ontology_version_id",
                table: "ontology_migration",
                column: "to_ontology_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_undone_by",
                table: "ontology_migration",
                column: "undone_by");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_change_annotation_id",
                table: "ontology_migration_change",
                column: "annotation_id");

            migrationBuilder.CreateIndex(
                name: "ix_ontology_migration_change_label_class_id",
                table: "ontology_migration_change",
                column: "label_class_id");

            migrationBuilder.AddForeignKey(
                name: "fk_label_ontology_version_copied_from_id",
                table: "label_ontology_version",
                column: "copied_from_id",
                principalTable: "label_ontology_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_label_ontology_version_copied_from_id",
                table: "label_ontology_version");

            migrationBuilder.DropTable(
                name: "ontology_migration_change");

            migrationBuilder.DropTable(
                name: "ontology_migration");

            migrationBuilder.DropIndex(
                name: "ix_label_ontology_version_copied_from_id",
                table: "label_ontology_version");

            migrationBuilder.DropColumn(
                name: "copied_from_id",
                table: "label_ontology_version");
        }
    }
}
