using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Core.Data.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "llm_dataset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    learning_type = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    s3_path = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_dataset", x => x.id);
                    table.CheckConstraint("ck_llm_dataset_learning_type", "\"learning_type\" IN ('fine-tuning', 'prompt-learning', 'transfer', 'reinforcement')");
                });

            migrationBuilder.CreateTable(
                name: "llm_model",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_model", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "llm_deployment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    llm_model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    llm_dataset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    server_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    gpu_count = table.Column<int>(type: "integer", nullable: false),
                    environment = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    base_url = table.Column<string>(type: "text", nullable: false),
                    engine = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    upstream_model_name = table.Column<string>(type: "text", nullable: false),
                    credential_reference = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_deployment", x => x.id);
                    table.CheckConstraint("ck_llm_deployment_environment", "\"environment\" IN ('dev', 'test', 'staging', 'production')");
                    table.CheckConstraint("ck_llm_deployment_gpu_count", "\"gpu_count\" >= 0");
                    table.CheckConstraint("ck_llm_deployment_status", "\"status\" IN ('active', 'inactive', 'maintenance', 'error')");
                    table.ForeignKey(
                        name: "fk_llm_deployment_llm_dataset_id",
                        column: x => x.llm_dataset_id,
                        principalTable: "llm_dataset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_deployment_llm_model_id",
                        column: x => x.llm_model_id,
                        principalTable: "llm_model",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "llm_model_config",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    llm_model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    config_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    max_tokens = table.Column<int>(type: "integer", nullable: true),
                    temperature = table.Column<double>(type: "double precision", nullable: true),
                    top_p = table.Column<double>(type: "double precision", nullable: true),
                    top_k = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_model_config", x => x.id);
                    table.CheckConstraint("ck_llm_model_config_max_tokens", "\"max_tokens\" > 0");
                    table.CheckConstraint("ck_llm_model_config_temperature", "\"temperature\" BETWEEN 0 AND 2");
                    table.CheckConstraint("ck_llm_model_config_top_k", "\"top_k\" >= 0");
                    table.CheckConstraint("ck_llm_model_config_top_p", "\"top_p\" BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_llm_model_config_llm_model_id",
                        column: x => x.llm_model_id,
                        principalTable: "llm_model",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    token_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "annotation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label_class_id = table.Column<Guid>(type: "uuid", nullable: false),
                    geometry_type = table.Column<string>(type: "text", nullable: true),
                    geometry = table.Column<string>(type: "jsonb", nullable: false),
                    is_normalized = table.Column<bool>(type: "boolean", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    confidence = table.Column<double>(type: "double precision", nullable: true),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    annotator_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    frame = table.Column<int>(type: "integer", nullable: true),
                    track_id = table.Column<Guid>(type: "uuid", nullable: true),
                    attributes = table.Column<string>(type: "jsonb", nullable: true),
                    review_state = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_annotation", x => x.id);
                    table.CheckConstraint("ck_annotation_confidence", "\"confidence\" BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_annotation_geometry_type", "\"geometry_type\" IN ('bbox', 'polygon', 'mask', 'keypoints', 'polyline')");
                    table.CheckConstraint("ck_annotation_human_has_name", "\"source\" <> 'human' OR \"annotator_name\" IS NOT NULL");
                    table.CheckConstraint("ck_annotation_model_has_version", "\"source\" <> 'model' OR (\"model_version_id\" IS NOT NULL AND \"confidence\" IS NOT NULL)");
                    table.CheckConstraint("ck_annotation_review_state", "\"review_state\" IN ('pending', 'accepted', 'rejected')");
                    table.CheckConstraint("ck_annotation_source", "\"source\" IN ('human', 'model')");
                });

            migrationBuilder.CreateTable(
                name: "asset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_split_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    storage_uri = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: true),
                    fps = table.Column<double>(type: "double precision", nullable: true),
                    frame_count = table.Column<int>(type: "integer", nullable: true),
                    codec = table.Column<string>(type: "text", nullable: true),
                    exif = table.Column<string>(type: "jsonb", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset", x => x.id);
                    table.CheckConstraint("ck_asset_sha256", "length(\"sha256\") = 64");
                    table.CheckConstraint("ck_asset_size", "\"bytes\" >= 0 AND \"width\" > 0 AND \"height\" > 0");
                    table.CheckConstraint("ck_asset_type", "\"type\" IN ('image', 'video')");
                });

            migrationBuilder.CreateTable(
                name: "dataset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dataset_split",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    split = table.Column<string>(type: "text", nullable: false),
                    ratio = table.Column<double>(type: "double precision", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_split", x => x.id);
                    table.UniqueConstraint("ak_dataset_split_id_dataset_version_id", x => new { x.id, x.dataset_version_id });
                    table.CheckConstraint("ck_dataset_split_ratio", "\"ratio\" BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_dataset_split_split", "\"split\" IN ('train', 'val', 'test', 'unassigned')");
                });

            migrationBuilder.CreateTable(
                name: "dataset_version",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version_tag = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    ontology_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_frozen = table.Column<bool>(type: "boolean", nullable: false),
                    content_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    parent_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_version", x => x.id);
                    table.CheckConstraint("ck_dataset_version_frozen_has_hash", "\"is_frozen\" = (\"content_sha256\" IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_dataset_version_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "dataset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dataset_version_parent_version_id",
                        column: x => x.parent_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "department",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    manager_user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_department", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    firebase_uid = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    department_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    last_login = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user", x => x.id);
                    table.UniqueConstraint("ak_user_id_department_id", x => new { x.id, x.department_id });
                    table.CheckConstraint("ck_user_email", "\"email\" = lower(\"email\")");
                    table.CheckConstraint("ck_user_role", "\"role\" IN ('admin', 'developer', 'researcher', 'analyst')");
                    table.ForeignKey(
                        name: "fk_user_department_id",
                        column: x => x.department_id,
                        principalTable: "department",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prompt_template",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    prompt_s3_path = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    task_category = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    variables = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    usage_count = table.Column<long>(type: "bigint", nullable: false),
                    author = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prompt_template", x => x.id);
                    table.CheckConstraint("ck_prompt_template_usage_count", "\"usage_count\" >= 0");
                    table.ForeignKey(
                        name: "fk_prompt_template_author",
                        column: x => x.author,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    endpoint_url = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    deployed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment", x => x.id);
                    table.CheckConstraint("ck_deployment_target", "\"target\" IN ('edge', 'cloud')");
                });

            migrationBuilder.CreateTable(
                name: "evaluation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    split = table.Column<string>(type: "text", nullable: false),
                    f1_score = table.Column<double>(type: "double precision", nullable: false),
                    precision = table.Column<double>(type: "double precision", nullable: false),
                    recall = table.Column<double>(type: "double precision", nullable: false),
                    mAP_50 = table.Column<double>(type: "double precision", nullable: false),
                    mAP_50_95 = table.Column<double>(type: "double precision", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation", x => x.id);
                    table.CheckConstraint("ck_evaluation_split", "\"split\" IN ('train', 'val', 'test', 'unassigned')");
                    table.ForeignKey(
                        name: "fk_evaluation_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "label_class",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ontology_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sort_order = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    display_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    shape_type = table.Column<string>(type: "text", nullable: true),
                    color = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    keypoint_spec = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_class", x => x.id);
                    table.CheckConstraint("ck_label_class_shape_type", "\"shape_type\" IN ('bbox', 'polygon', 'mask', 'keypoints', 'polyline')");
                });

            migrationBuilder.CreateTable(
                name: "label_ontology_version",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version_tag = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    is_frozen = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_ontology_version", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    department_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    default_ontology_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project", x => x.id);
                    table.ForeignKey(
                        name: "fk_project_created_by",
                        column: x => x.created_by,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_project_default_ontology_version_id",
                        column: x => x.default_ontology_version_id,
                        principalTable: "label_ontology_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_project_department_id",
                        column: x => x.department_id,
                        principalTable: "department",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "llm_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: true),
                    start_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    end_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    session_type = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_session", x => x.id);
                    table.CheckConstraint("ck_llm_session_end_time", "\"end_time\" >= \"start_time\"");
                    table.CheckConstraint("ck_llm_session_session_type", "\"session_type\" IN ('dev', 'test', 'production', 'experiment')");
                    table.CheckConstraint("ck_llm_session_status", "\"status\" IN ('in_progress', 'completed', 'error', 'aborted')");
                    table.ForeignKey(
                        name: "fk_llm_session_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_session_user_id",
                        column: x => x.user_id,
                        principalTable: "user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    task = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model", x => x.id);
                    table.CheckConstraint("ck_model_task", "\"task\" IN ('det', 'pose', 'seg', 'cls', 'ocr')");
                    table.ForeignKey(
                        name: "fk_model_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "llm_session_log",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    log_sequence = table.Column<int>(type: "integer", nullable: false),
                    request_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    request_prompt_s3_path = table.Column<string>(type: "text", nullable: false),
                    response_s3_path = table.Column<string>(type: "text", nullable: true),
                    token_used = table.Column<int>(type: "integer", nullable: true),
                    prompt_tokens = table.Column<int>(type: "integer", nullable: true),
                    completion_tokens = table.Column<int>(type: "integer", nullable: true),
                    tokens_estimated = table.Column<bool>(type: "boolean", nullable: false),
                    response_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    first_token_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    llm_model_config_id = table.Column<Guid>(type: "uuid", nullable: true),
                    llm_deployment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    prompt_template_id = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_session_log", x => new { x.session_id, x.log_sequence });
                    table.CheckConstraint("ck_llm_session_log_log_sequence", "\"log_sequence\" >= 1");
                    table.CheckConstraint("ck_llm_session_log_outcome", "\"outcome\" IN ('pending', 'success', 'error', 'aborted')");
                    table.CheckConstraint("ck_llm_session_log_tokens", "\"token_used\" >= 0 AND \"prompt_tokens\" >= 0 AND \"completion_tokens\" >= 0");
                    table.ForeignKey(
                        name: "fk_llm_session_log_llm_deployment_id",
                        column: x => x.llm_deployment_id,
                        principalTable: "llm_deployment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_session_log_llm_model_config_id",
                        column: x => x.llm_model_config_id,
                        principalTable: "llm_model_config",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_session_log_prompt_template_id",
                        column: x => x.prompt_template_id,
                        principalTable: "prompt_template",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_session_log_session_id",
                        column: x => x.session_id,
                        principalTable: "llm_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_artifact",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    precision = table.Column<string>(type: "text", nullable: false),
                    storage_uri = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    opset = table.Column<int>(type: "integer", nullable: true),
                    ir_version = table.Column<int>(type: "integer", nullable: true),
                    compat = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_artifact", x => x.id);
                    table.CheckConstraint("ck_model_artifact_device", "\"device\" IN ('cpu', 'cuda', 'tensorrt', 'mps', 'npu', 'web')");
                    table.CheckConstraint("ck_model_artifact_format", "\"format\" IN ('ckpt', 'onnx', 'trt', 'torchscript', 'openvino', 'tflite', 'onnx-external')");
                    table.CheckConstraint("ck_model_artifact_precision", "\"precision\" IN ('fp32', 'fp16', 'int8', 'mixed')");
                    table.CheckConstraint("ck_model_artifact_sha256", "length(\"sha256\") = 64");
                    table.CheckConstraint("ck_model_artifact_size_bytes", "\"size_bytes\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "model_version",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    init_from_artifact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    training_data_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ontology_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    framework = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    framework_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    metrics = table.Column<string>(type: "jsonb", nullable: true),
                    training_config = table.Column<string>(type: "jsonb", nullable: false),
                    incremental_info = table.Column<string>(type: "jsonb", nullable: true),
                    is_frozen = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_version", x => x.id);
                    table.CheckConstraint("ck_model_version_frozen_has_metrics", "NOT \"is_frozen\" OR \"metrics\" IS NOT NULL");
                    table.ForeignKey(
                        name: "fk_model_version_init_from_artifact_id",
                        column: x => x.init_from_artifact_id,
                        principalTable: "model_artifact",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_version_model_id",
                        column: x => x.model_id,
                        principalTable: "model",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_version_ontology_version_id",
                        column: x => x.ontology_version_id,
                        principalTable: "label_ontology_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_version_parent_model_version_id",
                        column: x => x.parent_model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_version_training_data_version_id",
                        column: x => x.training_data_version_id,
                        principalTable: "dataset_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_token_user_id",
                table: "access_token",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_access_token_token_sha256",
                table: "access_token",
                column: "token_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_annotation_asset_id",
                table: "annotation",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_annotation_label_class_id",
                table: "annotation",
                column: "label_class_id");

            migrationBuilder.CreateIndex(
                name: "ix_annotation_model_version_id",
                table: "annotation",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_asset_dataset_split_id_dataset_version_id_id",
                table: "asset",
                columns: new[] { "dataset_split_id", "dataset_version_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_sha256",
                table: "asset",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ux_asset_dataset_version_id_sha256",
                table: "asset",
                columns: new[] { "dataset_version_id", "sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dataset_project_id",
                table: "dataset",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ux_dataset_split_dataset_version_id_split",
                table: "dataset_split",
                columns: new[] { "dataset_version_id", "split" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dataset_version_ontology_version_id",
                table: "dataset_version",
                column: "ontology_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_dataset_version_parent_version_id",
                table: "dataset_version",
                column: "parent_version_id");

            migrationBuilder.CreateIndex(
                name: "ux_dataset_version_dataset_id_version_tag",
                table: "dataset_version",
                columns: new[] { "dataset_id", "version_tag" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_department_manager_user_id",
                table: "department",
                column: "manager_user_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_department_manager_user_id_id",
                table: "department",
                columns: new[] { "manager_user_id", "id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_department_name",
                table: "department",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deployment_model_version_id",
                table: "deployment",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_evaluation_dataset_version_id",
                table: "evaluation",
                column: "dataset_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_evaluation_model_version_id",
                table: "evaluation",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ux_label_class_ontology_version_id_key",
                table: "label_class",
                columns: new[] { "ontology_version_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_label_ontology_version_project_id_version_tag",
                table: "label_ontology_version",
                columns: new[] { "project_id", "version_tag" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_llm_deployment_llm_dataset_id",
                table: "llm_deployment",
                column: "llm_dataset_id");

            migrationBuilder.CreateIndex(
                name: "ix_llm_deployment_llm_model_id_status",
                table: "llm_deployment",
                columns: new[] { "llm_model_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ux_llm_model_model_name",
                table: "llm_model",
                column: "model_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_llm_model_config_llm_model_id_config_name",
                table: "llm_model_config",
                columns: new[] { "llm_model_id", "config_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_llm_session_project_id_start_time",
                table: "llm_session",
                columns: new[] { "project_id", "start_time" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_session_user_id_start_time",
                table: "llm_session",
                columns: new[] { "user_id", "start_time" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_session_log_llm_deployment_id_request_time",
                table: "llm_session_log",
                columns: new[] { "llm_deployment_id", "request_time" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_session_log_llm_model_config_id",
                table: "llm_session_log",
                column: "llm_model_config_id");

            migrationBuilder.CreateIndex(
                name: "ix_llm_session_log_prompt_template_id",
                table: "llm_session_log",
                column: "prompt_template_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_project_id",
                table: "model",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_artifact_model_version_id",
                table: "model_artifact",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_init_from_artifact_id",
                table: "model_version",
                column: "init_from_artifact_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_model_id",
                table: "model_version",
                column: "model_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_ontology_version_id",
                table: "model_version",
                column: "ontology_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_parent_model_version_id",
                table: "model_version",
                column: "parent_model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_training_data_version_id",
                table: "model_version",
                column: "training_data_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_created_by",
                table: "project",
                column: "created_by");

            migrationBuilder.CreateIndex(
                name: "ix_project_default_ontology_version_id",
                table: "project",
                column: "default_ontology_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_department_id",
                table: "project",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ix_prompt_template_author",
                table: "prompt_template",
                column: "author");

            migrationBuilder.CreateIndex(
                name: "ux_prompt_template_template_name_version",
                table: "prompt_template",
                columns: new[] { "template_name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_department_id",
                table: "user",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ux_user_email",
                table: "user",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_user_firebase_uid",
                table: "user",
                column: "firebase_uid",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_access_token_user_id",
                table: "access_token",
                column: "user_id",
                principalTable: "user",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_annotation_asset_id",
                table: "annotation",
                column: "asset_id",
                principalTable: "asset",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_annotation_label_class_id",
                table: "annotation",
                column: "label_class_id",
                principalTable: "label_class",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_annotation_model_version_id",
                table: "annotation",
                column: "model_version_id",
                principalTable: "model_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_asset_dataset_split_id_dataset_version_id",
                table: "asset",
                columns: new[] { "dataset_split_id", "dataset_version_id" },
                principalTable: "dataset_split",
                principalColumns: new[] { "id", "dataset_version_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_dataset_project_id",
                table: "dataset",
                column: "project_id",
                principalTable: "project",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_dataset_split_dataset_version_id",
                table: "dataset_split",
                column: "dataset_version_id",
                principalTable: "dataset_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_dataset_version_ontology_version_id",
                table: "dataset_version",
                column: "ontology_version_id",
                principalTable: "label_ontology_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_department_manager_user_id_id",
                table: "department",
                columns: new[] { "manager_user_id", "id" },
                principalTable: "user",
                principalColumns: new[] { "id", "department_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deployment_model_version_id",
                table: "deployment",
                column: "model_version_id",
                principalTable: "model_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_evaluation_model_version_id",
                table: "evaluation",
                column: "model_version_id",
                principalTable: "model_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_label_class_ontology_version_id",
                table: "label_class",
                column: "ontology_version_id",
                principalTable: "label_ontology_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_label_ontology_version_project_id",
                table: "label_ontology_version",
                column: "project_id",
                principalTable: "project",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_model_artifact_model_version_id",
                table: "model_artifact",
                column: "model_version_id",
                principalTable: "model_version",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_department_manager_user_id_id",
                table: "department");

            migrationBuilder.DropForeignKey(
                name: "fk_project_created_by",
                table: "project");

            migrationBuilder.DropForeignKey(
                name: "fk_model_artifact_model_version_id",
                table: "model_artifact");

            migrationBuilder.DropForeignKey(
                name: "fk_label_ontology_version_project_id",
                table: "label_ontology_version");

            migrationBuilder.DropTable(
                name: "access_token");

            migrationBuilder.DropTable(
                name: "annotation");

            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropTable(
                name: "evaluation");

            migrationBuilder.DropTable(
                name: "llm_session_log");

            migrationBuilder.DropTable(
                name: "asset");

            migrationBuilder.DropTable(
                name: "label_class");

            migrationBuilder.DropTable(
                name: "llm_deployment");

            migrationBuilder.DropTable(
                name: "llm_model_config");

            migrationBuilder.DropTable(
                name: "prompt_template");

            migrationBuilder.DropTable(
                name: "llm_session");

            migrationBuilder.DropTable(
                name: "dataset_split");

            migrationBuilder.DropTable(
                name: "llm_dataset");

            migrationBuilder.DropTable(
                name: "llm_model");

            migrationBuilder.DropTable(
                name: "user");

            migrationBuilder.DropTable(
                name: "model_version");

            migrationBuilder.DropTable(
                name: "model_artifact");

            migrationBuilder.DropTable(
                name: "model");

            migrationBuilder.DropTable(
                name: "dataset_version");

            migrationBuilder.DropTable(
                name: "dataset");

            migrationBuilder.DropTable(
                name: "project");

            migrationBuilder.DropTable(
                name: "label_ontology_version");

            migrationBuilder.DropTable(
                name: "department");
        }
    }
}
