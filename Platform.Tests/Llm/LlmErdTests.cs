using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Llm;

/// <summary>The relationships of the LLM platform's ERD, each attacked by raw SQL: its cardinality and participation hold on both engines, whoever writes.</summary>
public sealed partial class LlmErdTests
{
    /// <summary>
    /// {u} a member, {m} the manager of department {d}, {n} the manager of another department {e}, {p} a project, {s} a session with a log, {r} a session without, {o} a model with
    /// everything, {q} a model with nothing, {c} a preset, {y} a deployment, {a} a dataset, {t} a template, {z} an id of nothing. In brackets: what partial participation allows.
    /// </summary>
    private static readonly Dictionary<string, (string[] Refused, string[] Allowed)> s_relationships = new()
    {
        ["CREATES_PROJ: a project has one creator, a user none, one or many projects"] = (
            ["UPDATE project SET created_by = NULL", "UPDATE project SET created_by = {z} WHERE id = {p}", "DELETE FROM \"user\" WHERE id = {m}"],
            ["UPDATE project SET created_by = {u} WHERE id = {p}", "UPDATE project SET created_by = {m} WHERE id = {p}", "DELETE FROM \"user\" WHERE id = {w}"]),
        ["MANAGES: a department has one manager, a user manages at most one"] = (
            ["UPDATE department SET manager_user_id = NULL WHERE id = {d}", "UPDATE department SET manager_user_id = {z} WHERE id = {d}", "UPDATE department SET manager_user_id = {n} WHERE id = {d}",
                "DELETE FROM \"user\" WHERE id = {n}"],
            ["UPDATE department SET manager_user_id = {u} WHERE id = {d}"]),
        ["WORKS_FOR: a user has one department, a department never none"] = (
            ["UPDATE \"user\" SET department_id = NULL WHERE id = {u}", "UPDATE \"user\" SET department_id = {z} WHERE id = {u}", "DELETE FROM department WHERE id = {e}",
                "UPDATE \"user\" SET department_id = {d} WHERE id = {n}", "DELETE FROM \"user\" WHERE department_id = {e}"],
            ["UPDATE \"user\" SET department_id = {e} WHERE id = {w}"]),
        ["BELONGS_TO: a project has one department, a department none or many projects"] = (
            ["UPDATE project SET department_id = NULL WHERE id = {p}", "UPDATE project SET department_id = {z} WHERE id = {p}", "DELETE FROM department WHERE id = {d}"],
            ["UPDATE project SET department_id = {d} WHERE id = {p}"]),
        ["USES: a session has one user, a user none or many sessions"] = (
            ["UPDATE llm_session SET user_id = NULL WHERE id = {s}", "UPDATE llm_session SET user_id = {z} WHERE id = {s}", "DELETE FROM \"user\" WHERE id = {u}"],
            ["UPDATE llm_session SET user_id = {m} WHERE id = {r}"]),
        ["RELATED_TO: a session has a project or none, a project none or many sessions"] = (
            ["UPDATE llm_session SET project_id = {z} WHERE id = {s}", "DELETE FROM project WHERE id = {p}"],
            ["UPDATE llm_session SET project_id = NULL WHERE id = {s}", "UPDATE llm_session SET project_id = {p}"]),
        ["HAS_SESSION: a log has one session and is known by it, a session none or many logs"] = (
            ["UPDATE llm_session_log SET session_id = NULL", "UPDATE llm_session_log SET session_id = {z}", "UPDATE llm_session_log SET log_sequence = NULL", "UPDATE llm_session_log SET log_sequence = 0",
                "UPDATE llm_session_log SET log_sequence = 1", "INSERT INTO llm_session_log SELECT * FROM llm_session_log"],
            ["DELETE FROM llm_session WHERE id = {r}"]),
        ["HAS_CONFIG: a preset has one model, a model none or many presets"] = (
            ["UPDATE llm_model_config SET llm_model_id = NULL WHERE id = {c}", "UPDATE llm_model_config SET llm_model_id = {z} WHERE id = {c}", "DELETE FROM llm_model WHERE id = {o}",
                "UPDATE llm_model_config SET config_name = 'first'"],
            ["UPDATE llm_model_config SET llm_model_id = {q} WHERE id = {c}", "UPDATE llm_model_config SET llm_model_id = {o} WHERE id = {c}"]),
        ["APPLIES_CONFIG: a log has a preset or none, a preset none or many logs"] = (
            ["UPDATE llm_session_log SET llm_model_config_id = {z}", "DELETE FROM llm_model_config WHERE id = {c}"],
            ["UPDATE llm_session_log SET llm_model_config_id = {c}", "UPDATE llm_session_log SET llm_model_config_id = NULL", "DELETE FROM llm_model_config WHERE id = {c}"]),
        ["DEPLOYED_AS: a deployment has one model, a model none or many deployments"] = (
            ["UPDATE llm_deployment SET llm_model_id = NULL WHERE id = {y}", "UPDATE llm_deployment SET llm_model_id = {z} WHERE id = {y}", "DELETE FROM llm_model WHERE id = {o}"],
            ["UPDATE llm_deployment SET llm_model_id = {o}", "DELETE FROM llm_model WHERE id = {q}"]),
        ["DEPLOYED_IN: a log has one deployment, a deployment none or many logs"] = (
            ["UPDATE llm_session_log SET llm_deployment_id = NULL", "UPDATE llm_session_log SET llm_deployment_id = {z}", "DELETE FROM llm_deployment WHERE id = {y}"],
            ["UPDATE llm_session_log SET llm_deployment_id = {x}", "DELETE FROM llm_deployment WHERE id = {y}"]),
        ["USES_DATA: a deployment has a dataset or none, a dataset none or many deployments"] = (
            ["UPDATE llm_deployment SET llm_dataset_id = {z} WHERE id = {y}", "DELETE FROM llm_dataset WHERE id = {a}"],
            ["UPDATE llm_deployment SET llm_dataset_id = {a}", "UPDATE llm_deployment SET llm_dataset_id = NULL", "DELETE FROM llm_dataset WHERE id = {a}"]),
        ["CREATES_TEPL: a template has one author, a user none or many templates"] = (
            ["UPDATE prompt_template SET author = NULL", "UPDATE prompt_template SET author = {z}", "DELETE FROM \"user\" WHERE id = {u}"],
            ["UPDATE prompt_template SET author = {m}"]),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, DatabaseEngine> Relationships()
    {
        var data = new TheoryData<string, DatabaseEngine>();
        foreach (var (name, engine) in s_relationships.Keys.SelectMany(name => Enum.GetValues<DatabaseEngine>().Select(engine => (name, engine))))
        {
            data.Add(name, engine);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Relationships))]
    public async Task Relationship_Attacked_HoldsItsCardinalityAndParticipation(string name, DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ids = await AddAsync(database);
        var (refused, allowed) = s_relationships[name];

        foreach (var attack in refused)
        {
            var run = () => RunAsync(database, attack, ids);
            (await run.Should().ThrowAsync<System.Data.Common.DbException>(attack)).Which.Message.Should().NotContain("no such").And.NotContain("syntax");
        }

        foreach (var statement in allowed)
        {
            (await RunAsync(database, statement, ids)).Should().BePositive(statement);
        }
    }

    [Theory, EveryDatabase]
    public async Task Session_Deleted_TakesItsLogsAndNothingElse(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ids = await AddAsync(database);

        await RunAsync(database, "DELETE FROM llm_session WHERE id = {s}", ids);

        await using var db = database.Open();
        (await db.LlmSessionLogs.CountAsync(Cancellation)).Should().Be(0);
        (await db.LlmSessions.CountAsync(Cancellation)).Should().Be(1);
        (await db.LlmModelConfigs.CountAsync(Cancellation), await db.LlmDeployments.CountAsync(Cancellation), await db.PromptTemplates.CountAsync(Cancellation)).Should().Be((2, 2, 1));
    }

    private static async Task<Dictionary<string, Guid>> AddAsync(TestDatabase database)
    {
        var (seed, other) = (await Seed.AddAsync(database), await Seed.AddAsync(database, "Other"));
        await using var db = database.Open();
        var (user, idle) = (await seed.AddMemberAsync(db, Core.People.Model.UserRole.Analyst), await seed.AddMemberAsync(db, Core.People.Model.UserRole.Analyst));
        var now = database.Time.UtcNow;
        var (model, bare) = (new LlmModel(seed.NewId(), "llama", "chat"), new LlmModel(seed.NewId(), "bare", "chat"));
        var (preset, second) = (new LlmModelConfig(seed.NewId(), model.Id, "first", 1, 1, 1, 1, now), new LlmModelConfig(seed.NewId(), model.Id, "second", 1, 1, 1, 1, now));
        var dataset = new LlmDataset(seed.NewId(), LlmLearningType.FineTuning, null, "s3://b/k", now);
        var settings = new DeploymentSettings(model.Id, "server", 1, LlmEnvironment.Dev, "http://server:8000", LlmEngine.Vllm, "llama", dataset.Id);
        var (deployment, spare) = (new LlmDeployment(seed.NewId(), settings, now), new LlmDeployment(seed.NewId(), settings with { LlmDatasetId = null }, now));
        var template = new PromptTemplate(seed.NewId(), "t", "s3://b/t", null, "summary", "[]", "1", 0, user.UserId, now);
        var (session, empty) = (
            new LlmSession(seed.NewId(), user.UserId, seed.Project.Id, now, null, LlmSessionType.Dev, LlmSessionStatus.InProgress),
            new LlmSession(seed.NewId(), user.UserId, null, now, null, LlmSessionType.Dev, LlmSessionStatus.InProgress));
        db.AddRange(model, bare, preset, second, dataset, deployment, spare, template, session, empty);
        foreach (var sequence in new[] { 1, 2 })
        {
            db.Add(new LlmSessionLog(session.Id, sequence, now, "s3://b/1", null, null, null, null, false, null, null, preset.Id, deployment.Id, template.Id, LlmOutcome.Pending));
        }

        await db.SaveChangesAsync(Cancellation);
        return new Dictionary<string, Guid>
        {
            ["u"] = user.UserId, ["w"] = idle.UserId, ["m"] = seed.Manager.Id, ["d"] = seed.Department.Id, ["n"] = other.Manager.Id, ["e"] = other.Department.Id, ["p"] = seed.Project.Id, ["s"] = session.Id,
            ["r"] = empty.Id, ["o"] = model.Id, ["q"] = bare.Id, ["c"] = preset.Id, ["y"] = deployment.Id, ["x"] = spare.Id, ["a"] = dataset.Id, ["t"] = template.Id, ["z"] = Ids.New(database.Time),
        };
    }

    private static async Task<int> RunAsync(TestDatabase database, string sql, Dictionary<string, Guid> ids)
    {
        await using var db = database.Open();
        return await db.Database.ExecuteSqlRawAsync(Placeholder().Replace(sql, match => $"'{ids[match.Groups[1].Value].ToString().ToUpperInvariant()}'"), Cancellation);
    }

    [GeneratedRegex(@"\{(\w)\}")]
    private static partial Regex Placeholder();
}
