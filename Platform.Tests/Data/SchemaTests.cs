using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

public sealed class SchemaTests
{
    /// <summary>Every table and column of the data model; more may stand beside them.</summary>
    private static readonly Dictionary<string, string> s_tables = new()
    {
        ["user"] = "id created_at name email firebase_uid role department_id is_active last_login",
        ["user_password"] = "user_id hash changed_at failed_tries locked_until",
        ["personal_link"] = "user_id kind token_sha256 issued_by issued_at expires_at",
        ["browser_session"] = "id user_id way created_at last_seen_at ip_address user_agent",
        ["department"] = "id name manager_user_id storage_quota_bytes training_quota_hours token_quota",
        ["training_use"] = "run_id department_id month device project_id seconds updated_at",
        ["project"] = "id created_at name description department_id created_by default_ontology_version_id",
        ["label_ontology_version"] = "id created_at project_id version_tag is_frozen",
        ["label_class"] = "id created_at ontology_version_id key display_name shape_type color keypoint_spec attributes",
        ["dataset"] = "id project_id name description",
        ["dataset_version"] = "id created_at dataset_id version_tag ontology_version_id is_frozen content_sha256 parent_version_id",
        ["dataset_split"] = "id created_at dataset_version_id split ratio",
        ["asset"] = "id created_at dataset_split_id type storage_uri sha256 bytes width height duration_ms fps frame_count codec exif work_state assignee_id",
        ["annotation"] = "id created_at asset_id label_class_id geometry_type geometry is_normalized source confidence model_version_id annotator_name frame track_id z_order attributes review_state revision",
        ["review_comment"] = "id created_at asset_id author_id x y frame text resolved_at resolved_by",
        ["model"] = "id created_at project_id name task description",
        ["model_version"] = "id created_at model_id parent_model_version_id init_from_artifact_id training_data_version_id ontology_version_id framework framework_version metrics training_config incremental_info is_frozen",
        ["model_artifact"] = "id created_at model_version_id format device precision storage_uri sha256 size_bytes opset ir_version compat",
        ["evaluation"] = "id model_version_id dataset_version_id split f1_score precision recall mAP_50 mAP_50_95 details",
        ["deployment"] = "id model_version_id name target endpoint_url deployed_at deployed_by_id is_active canary_model_version_id canary_weight keep_every keep_dataset_version_id revision",
        ["deployment_event"] = "id deployment_id action model_version_id value by_user_id at",
        ["deployment_minute"] = "id deployment_id model_version_id minute answered errors busy counts",
        ["pending_registration"] = "id firebase_uid email is_email_verified name first_tried_at last_tried_at tries declined_at declined_by_id",
        ["audit_entry"] = "id at user_id user_name action subject_kind subject_id subject_name department_id arguments ip_address user_agent",
        ["llm_model"] = "id model_name model_type",
        ["llm_model_config"] = "id created_at llm_model_id config_name max_tokens temperature top_p top_k",
        ["llm_deployment"] = "id llm_model_id llm_dataset_id server_name gpu_count environment status status_reason status_at base_url engine upstream_model_name credential_reference revision",
        ["llm_status_change"] = "id llm_deployment_id from_status to_status reason detail by_user_id at",
        ["llm_credential"] = "id llm_deployment_id protected_value created_at",
        ["llm_dataset"] = "id created_at learning_type description s3_path file_name sha256 size_bytes line_count fault_count",
        ["prompt_template"] = "id created_at template_name prompt_s3_path description task_category variables version usage_count author",
        ["llm_session"] = "id user_id project_id start_time end_time session_type status",
        ["llm_session_log"] = "session_id log_sequence request_time request_prompt_s3_path response_s3_path token_used response_time llm_model_config_id llm_deployment_id outcome first_token_time",
    };

    private static readonly string[] s_badRows =
    [
        "UPDATE \"user\" SET role = 'king'",
        "UPDATE \"user\" SET email = 'Upper@Case'",
        "UPDATE annotation SET annotator_name = NULL",
        "UPDATE annotation SET source = 'model'",
        "UPDATE annotation SET confidence = 1.5",
        "UPDATE annotation SET geometry = 'no json'",
        "UPDATE annotation SET geometry_type = 'circle'",
        "UPDATE annotation SET review_state = 'maybe'",
        "UPDATE asset SET sha256 = 'short'",
        "UPDATE asset SET width = 0",
        "UPDATE asset SET type = 'sound'",
        "UPDATE asset SET work_state = 'perhaps'",
        "UPDATE asset SET assignee_id = id",
        "UPDATE label_class SET attributes = 'no json'",
        "UPDATE dataset_split SET ratio = 2",
        "UPDATE dataset_split SET split = 'other'",
        "UPDATE dataset_version SET is_frozen = (1 = 1)",
        "UPDATE label_class SET shape_type = 'circle'",
        "UPDATE model_version SET is_frozen = (1 = 1)",
        "UPDATE llm_model_config SET temperature = 2.1",
        "UPDATE llm_model_config SET temperature = -0.1",
        "DELETE FROM \"user\"",
        "DELETE FROM department",
        "UPDATE department SET storage_quota_bytes = -1",
        "DELETE FROM label_class",
        "DELETE FROM dataset_split",
    ];

    [Theory, EveryDatabase]
    public async Task Schema_HasEveryTableAndColumnOfTheDataModel(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var db = database.Open();

        foreach (var (table, columns) in s_tables)
        {
            (await ColumnsAsync(db, engine, table)).Should().Contain(columns.Split(' '), "table {0} has them", table);
        }
    }

    [Theory, EveryDatabase]
    public async Task Constraints_BadRows_AreRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await AddModelAndPresetAsync(database, seed);

        foreach (var sql in s_badRows)
        {
            await using var db = database.Open();
            var run = () => db.Database.ExecuteSqlRawAsync(sql);
            (await run.Should().ThrowAsync<System.Data.Common.DbException>(sql)).Which.Message.Should().NotContain("no such");
        }
    }

    [Theory, EveryDatabase]
    public async Task Department_WithoutManagerAtCommit_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        db.Add(new Core.People.Model.Department(seed.NewId(), "Ghosts", seed.NewId()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var commit = () => transaction.CommitAsync(TestContext.Current.CancellationToken);

        await commit.Should().ThrowAsync<System.Data.Common.DbException>("the reference is checked at commit, not before");
    }

    [Theory, EveryDatabase]
    public async Task Department_ManagedByAMemberOfAnother_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var one = await Seed.AddAsync(database, "One");
        var two = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var member = await one.AddMemberAsync(db, Core.People.Model.UserRole.Analyst);

        var handOver = () => database.ExecuteAsync($"UPDATE department SET manager_user_id = {member.UserId} WHERE id = {two.Department.Id}");

        await handOver.Should().ThrowAsync<System.Data.Common.DbException>();
    }

    [Theory, EveryDatabase]
    public async Task Asset_SameBytes_OnceInAVersionAndAgainInAnother(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var (draft, train) = await seed.AddDraftAsync(db);
        db.Add(seed.NewAsset(draft.Id, train.Id, 'a'));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        db.Add(seed.NewAsset(seed.Version.Id, seed.Splits[1].Id, 'a'));
        var save = () => db.SaveChangesAsync(TestContext.Current.CancellationToken);

        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("database.duplicate");
    }

    [Theory, EveryDatabase]
    public async Task Times_WrittenAndRead_AreTheSameUtcInstant(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();

        var project = await db.Projects.SingleAsync(TestContext.Current.CancellationToken);

        project.CreatedAt.Should().Be(seed.Project.CreatedAt);
        project.CreatedAt.Kind.Should().Be(DateTimeKind.Utc);
    }

    private static async Task AddModelAndPresetAsync(TestDatabase database, Seed seed)
    {
        await using var db = database.Open();
        var now = database.Time.UtcNow;
        var frozen = new Core.Datasets.Model.DatasetVersion(seed.NewId(), seed.Dataset.Id, "frozen", await AddOntologyAsync(db, seed, now), null, now);
        frozen.Freeze(new string('0', 64));
        var model = new VisionModel(seed.NewId(), seed.Project.Id, "Detector", ModelTask.Det, null, now);
        var llm = new Core.Llm.Model.LlmModel(seed.NewId(), "llama", "chat");
        db.AddRange(frozen, model, llm, new Core.Llm.Model.LlmModelConfig(seed.NewId(), llm.Id, "default", 100, 1, 1, 1, now));
        await db.SaveChangesAsync();
        db.Add(new ModelVersion(seed.NewId(), model.Id, frozen.Id, frozen.OntologyVersionId, "libtorch", "1.13.1", "{}", now));
        await db.SaveChangesAsync();
    }

    private static async Task<Guid> AddOntologyAsync(PlatformDbContext db, Seed seed, DateTime now)
    {
        var ontology = new Core.Ontologies.Model.LabelOntologyVersion(seed.NewId(), seed.Project.Id, "frozen", now);
        db.Add(ontology);
        await db.SaveChangesAsync();
        return ontology.Id;
    }

    private static async Task<List<string>> ColumnsAsync(PlatformDbContext db, DatabaseEngine engine, string table) => engine == DatabaseEngine.Sqlite
        ? await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM pragma_table_info({table})").ToListAsync()
        : await db.Database.SqlQuery<string>($"SELECT column_name AS \"Value\" FROM information_schema.columns WHERE table_name = {table}").ToListAsync();
}
