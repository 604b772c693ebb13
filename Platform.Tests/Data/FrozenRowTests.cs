using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

/// <summary>Attacks on frozen rows by raw SQL; each must be refused and leave everything as it was.</summary>
public sealed class FrozenRowTests
{
    /// <summary>Placeholders: {v} frozen version, {d} draft version, {s} a frozen split, {t} the draft's split, {a} frozen and {b} draft asset, {n} frozen and {m} draft annotation, {o} ontology, {c} class, {z} a new id, {w} model version, {k} dataset, {x} an asset in the draft's trash.</summary>
    private static readonly string[] s_attacks =
    [
        "UPDATE dataset_version SET is_frozen = (1 = 0), content_sha256 = NULL WHERE id = {v}",
        "UPDATE dataset_version SET content_sha256 = 'x' WHERE id = {v}",
        "UPDATE dataset_version SET version_tag = 'other' WHERE id = {v}",
        "UPDATE dataset_version SET created_at = created_at WHERE id = {v}",
        "DELETE FROM dataset_version WHERE id = {v}",
        "INSERT INTO dataset_split (id, dataset_version_id, split, ratio, created_at) SELECT {z}, {v}, 'train', 1, created_at FROM dataset_split WHERE id = {t}",
        "UPDATE dataset_split SET ratio = 0.5 WHERE id = {s}",
        "UPDATE dataset_split SET dataset_version_id = {d} WHERE id = {s}",
        "UPDATE dataset_split SET dataset_version_id = {v}, split = 'val' WHERE id = {t}",
        "DELETE FROM dataset_split WHERE id = {s}",
        "UPDATE asset SET file_name = 'other.png' WHERE id = {a}",
        "UPDATE asset SET revision = revision + 1 WHERE id = {a}",
        "UPDATE asset SET work_state = 'accepted' WHERE id = {a}",
        "UPDATE asset SET excluded_frames = '[1]' WHERE id = {a}",
        "UPDATE asset SET tags = '|night|' WHERE id = {a}",
        "UPDATE asset SET group_key = 'x' WHERE id = {a}",
        "UPDATE asset SET perceptual_hash = 1 WHERE id = {a}",
        "UPDATE asset SET sha256 = '0123456789012345678901234567890123456789012345678901234567890123' WHERE id = {a}",
        "UPDATE asset SET storage_uri = 'local:other' WHERE id = {a}",
        "UPDATE asset SET exif = '{}' WHERE dataset_version_id = {v}",
        "UPDATE annotation SET review_state = 'rejected' WHERE asset_id = {a}",
        "UPDATE annotation SET label_class_id = label_class_id",
        "UPDATE dataset_version SET parent_version_id = {d} WHERE id = {v}",
        "UPDATE dataset_version SET ontology_version_id = ontology_version_id",
        "UPDATE annotation SET z_order = 1 WHERE id = {n}",
        "UPDATE label_class SET attributes = '[]' WHERE id = {c}",
        "UPDATE asset SET dataset_split_id = {t}, dataset_version_id = {d} WHERE id = {a}",
        "UPDATE asset SET dataset_split_id = {s}, dataset_version_id = {v} WHERE id = {b}",
        "DELETE FROM asset WHERE id = {a}",
        "INSERT INTO asset (id, dataset_version_id, dataset_split_id, type, file_name, storage_uri, sha256, bytes, width, height, revision, created_at) "
            + "SELECT {z}, {v}, {s}, type, file_name, storage_uri, sha256, bytes, width, height, revision, created_at FROM asset WHERE id = {b}",
        "INSERT INTO trashed_asset (id, dataset_version_id, dataset_split_id, type, file_name, storage_uri, sha256, bytes, width, height, revision, work_state, created_at, trashed_at) "
            + "SELECT {z}, {v}, {s}, type, file_name, storage_uri, sha256, bytes, width, height, revision, work_state, created_at, created_at FROM asset WHERE id = {b}",
        "UPDATE trashed_asset SET dataset_version_id = {v} WHERE id = {x}",
        "UPDATE annotation SET geometry = '{\"x\":9}' WHERE id = {n}",
        "UPDATE annotation SET asset_id = {b} WHERE id = {n}",
        "UPDATE annotation SET asset_id = {a} WHERE id = {m}",
        "DELETE FROM annotation WHERE id = {n}",
        "DELETE FROM annotation",
        "INSERT INTO annotation (id, asset_id, label_class_id, geometry, is_normalized, source, annotator_name, review_state, revision, created_at) "
            + "SELECT {z}, {a}, {c}, geometry, is_normalized, source, annotator_name, review_state, revision, created_at FROM annotation WHERE id = {m}",
        "UPDATE label_ontology_version SET is_frozen = (1 = 0) WHERE id = {o}",
        "UPDATE label_ontology_version SET version_tag = 'other' WHERE id = {o}",
        "DELETE FROM label_ontology_version WHERE id = {o}",
        "UPDATE label_class SET display_name = 'other' WHERE id = {c}",
        "UPDATE label_class SET sort_order = 5 WHERE id = {c}",
        "DELETE FROM label_class WHERE id = {c}",
        "INSERT INTO label_class (id, ontology_version_id, sort_order, key, display_name, color, created_at) SELECT {z}, {o}, 1, 'new', 'New', color, created_at FROM label_class WHERE id = {c}",
        "UPDATE model_version SET metrics = '{}' WHERE id = {w}",
        "UPDATE model_version SET is_frozen = (1 = 0) WHERE id = {w}",
        "UPDATE model_version SET training_config = '{}' WHERE id = {w}",
        "DELETE FROM model_version WHERE id = {w}",
    ];

    private static readonly string[] s_sqliteAttacks =
    [
        "INSERT OR REPLACE INTO dataset_version (id, dataset_id, version_tag, ontology_version_id, is_frozen, created_at) SELECT id, dataset_id, version_tag, ontology_version_id, 0, created_at FROM dataset_version WHERE id = {v}",
        "INSERT OR REPLACE INTO dataset_version (id, dataset_id, version_tag, ontology_version_id, is_frozen, created_at) SELECT {z}, dataset_id, version_tag, ontology_version_id, 0, created_at FROM dataset_version WHERE id = {v}",
        "UPDATE OR REPLACE dataset_version SET version_tag = 'v1' WHERE id = {d}",
        "UPDATE OR REPLACE asset SET id = {a} WHERE id = {b}",
        "UPDATE OR REPLACE annotation SET id = {n} WHERE id = {m}",
        "INSERT OR REPLACE INTO annotation (id, asset_id, label_class_id, geometry, is_normalized, source, annotator_name, review_state, revision, created_at) "
            + "SELECT {n}, {b}, {c}, geometry, is_normalized, source, annotator_name, review_state, revision, created_at FROM annotation WHERE id = {m}",
        "INSERT OR REPLACE INTO asset (id, dataset_version_id, dataset_split_id, type, file_name, storage_uri, sha256, bytes, width, height, revision, created_at) "
            + "SELECT {a}, {d}, {t}, type, file_name, storage_uri, sha256 , bytes, width, height, revision, created_at FROM asset WHERE id = {a}",
    ];

    private static readonly string[] s_postgresAttacks =
    [
        "TRUNCATE annotation", "TRUNCATE asset CASCADE", "TRUNCATE dataset_version CASCADE", "TRUNCATE label_class CASCADE", "TRUNCATE model_version CASCADE",
    ];

    [Theory, EveryDatabase]
    public async Task FrozenRows_AttackedByRawSql_AreRefusedAndUnchanged(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ids = await FrozenWorldAsync(database);
        var before = await SnapshotAsync(database);
        var attacks = s_attacks.Concat(engine == DatabaseEngine.Sqlite ? s_sqliteAttacks : s_postgresAttacks);

        foreach (var attack in attacks)
        {
            var run = () => database.ExecuteAsync(Fill(attack, ids));

            var failure = (await run.Should().ThrowAsync<Exception>(attack)).Which;
            await using var db = database.Open();
            db.Translate(failure)?.Code.Should().Be("row.frozen", "{0} failed with {1}", attack, failure.Message);
            db.Translate(failure).Should().NotBeNull("{0} failed with {1}", attack, failure.Message);
        }

        (await SnapshotAsync(database)).Should().Equal(before);
    }

    /// <summary>Tables whose rows are content of a dataset or ontology version, and those beside them: why they may change after a freeze.</summary>
    private static readonly Dictionary<string, string?> s_tables = new()
    {
        ["dataset_version"] = null, ["dataset_split"] = null, ["asset"] = null, ["annotation"] = null, ["label_ontology_version"] = null, ["label_class"] = null, ["model_version"] = null,
        ["review_comment"] = "talk about the content, not hashed; the commands refuse it",
        ["trashed_asset"] = "empty for a frozen version, and nothing may come in",
        ["ontology_migration"] = "a record of what was done",
        ["model_artifact"] = "made from a version", ["evaluation"] = "made from a version", ["deployment"] = "made from a version", ["model_promotion"] = "a decision about a version",
        ["deployment_event"] = "a record of what was done", ["deployment_minute"] = "a record of what was done",
        ["model_verdict"] = "what people made of a draft's shapes", ["label_day"] = "who worked on a draft",
        ["model_disagreement"] = "what two models made of a draft's images",
        ["project"] = "names its default ontology",
    };

    // A column that is added tomorrow is attacked here without a word more; a table must be put on the list.
    [Theory, EveryDatabase]
    public async Task EveryColumnOfFrozenRows_Written_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ids = await FrozenWorldAsync(database);
        await using var db = database.Open();
        var frozen = new Dictionary<string, Guid>
        {
            ["dataset_version"] = ids['v'], ["dataset_split"] = ids['s'], ["asset"] = ids['a'], ["annotation"] = ids['n'], ["label_ontology_version"] = ids['o'], ["label_class"] = ids['c'], ["model_version"] = ids['w'],
        };

        foreach (var entity in db.Model.GetEntityTypes().Where(entity => frozen.ContainsKey(entity.GetTableName()!)))
        {
            foreach (var column in entity.GetProperties().Select(property => property.GetColumnName()))
            {
                var sql = $"UPDATE \"{entity.GetTableName()}\" SET \"{column}\" = \"{column}\" WHERE id = {{0}}";
                var write = () => db.Database.ExecuteSqlRawAsync(sql, [frozen[entity.GetTableName()!]], TestContext.Current.CancellationToken);
                var failure = (await write.Should().ThrowAsync<Exception>("{0}.{1}", entity.GetTableName(), column)).Which;
                db.Translate(failure)?.Code.Should().Be("row.frozen", "{0}.{1}: {2}", entity.GetTableName(), column, failure.Message);
            }
        }

        // Whatever refers to content is content itself, or it is said above why not.
        var content = s_tables.Where(table => table.Value is null).Select(table => table.Key).ToHashSet();
        db.Model.GetEntityTypes().Where(entity => entity.GetForeignKeys().Any(key => content.Contains(key.PrincipalEntityType.GetTableName()!))).Select(entity => entity.GetTableName())
            .Should().BeSubsetOf(s_tables.Keys);
        content.Should().BeEquivalentTo(frozen.Keys);
    }

    [Theory, EveryDatabase]
    public async Task FrozenRows_WrittenOrRemovedByEf_AreRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ids = await FrozenWorldAsync(database);
        var before = await VersionContent.ReadAsync(database, ids['v']);
        (Type Entity, char Id)[] rows =
        [
            (typeof(Core.Datasets.Model.DatasetVersion), 'v'), (typeof(Core.Datasets.Model.DatasetSplit), 's'), (typeof(Core.Assets.Model.Asset), 'a'), (typeof(Core.Annotations.Model.Annotation), 'n'),
            (typeof(Core.Ontologies.Model.LabelOntologyVersion), 'o'), (typeof(Core.Ontologies.Model.LabelClass), 'c'), (typeof(Core.Models.Model.ModelVersion), 'w'),
        ];

        foreach (var (entity, id) in rows)
        {
            foreach (var state in new[] { EntityState.Modified, EntityState.Deleted })
            {
                await using var db = database.Open();
                db.Entry((await db.FindAsync(entity, [ids[id]], TestContext.Current.CancellationToken))!).State = state;
                var save = () => db.SaveChangesAsync(TestContext.Current.CancellationToken);
                (await save.Should().ThrowAsync<DomainRuleException>("{0} {1}", state, entity.Name)).Which.Code.Should().Be("row.frozen", "{0} {1}", state, entity.Name);
            }
        }

        (await VersionContent.ReadAsync(database, ids['v'])).Should().Equal(before);
    }

    [Theory, EveryDatabase]
    public async Task FrozenRows_ChangedThroughTheContext_AnswerWithARuleThatSaysWhatToDo(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        await using var db = database.Open();
        db.Add(seed.NewAnnotation(seed.Asset.Id));

        var save = () => db.SaveChangesAsync(TestContext.Current.CancellationToken);

        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Should().BeEquivalentTo(
            new { Code = "row.frozen", Message = "this dataset version is frozen and never changes. Create a new version from it and change that one." });
    }

    [Theory, EveryDatabase]
    public async Task ModelVersion_OnDraftDataset_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        var add = () => seed.AddModelVersionAsync(database);

        (await add.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("training.draft_dataset");
    }

    [Theory, EveryDatabase]
    public async Task Manager_Deactivated_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        (await db.Users.SingleAsync(user => user.Id == seed.Manager.Id, TestContext.Current.CancellationToken)).Deactivate();

        var save = () => db.SaveChangesAsync(TestContext.Current.CancellationToken);

        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("department.manager_inactive");
    }

    private static async Task<Dictionary<char, Guid>> FrozenWorldAsync(TestDatabase database)
    {
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var (draft, train) = await seed.AddDraftAsync(db);
        var asset = seed.NewAsset(draft.Id, train.Id, 'b');
        var annotation = seed.NewAnnotation(asset.Id);
        var deleted = seed.NewAsset(draft.Id, train.Id, 'c');
        db.AddRange(asset, annotation, deleted);
        await db.SaveChangesAsync();
        await new Core.Assets.Commands.DeleteAssetsCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, draft.Id, [deleted.Id], TestContext.Current.CancellationToken);
        await seed.FreezeAsync(database);
        var model = await seed.AddModelVersionAsync(database);
        await database.ExecuteAsync($"UPDATE model_version SET is_frozen = (1 = 1), metrics = '{{}}' WHERE id = {model.Id}");
        return new()
        {
            ['v'] = seed.Version.Id, ['d'] = draft.Id, ['s'] = seed.Splits[0].Id, ['t'] = train.Id, ['a'] = seed.Asset.Id, ['b'] = asset.Id, ['n'] = seed.Annotation.Id,
            ['m'] = annotation.Id, ['o'] = seed.Ontology.Id, ['c'] = seed.Class.Id, ['z'] = seed.NewId(), ['w'] = model.Id, ['k'] = seed.Dataset.Id, ['x'] = deleted.Id,
        };
    }

    private static FormattableString Fill(string sql, Dictionary<char, Guid> ids)
    {
        var format = sql.Replace("{\"", "{{\"", StringComparison.Ordinal).Replace("}'", "}}'", StringComparison.Ordinal).Replace("'{}", "'{{}", StringComparison.Ordinal);
        var keys = ids.Keys.ToArray();
        for (var index = 0; index < keys.Length; index++)
        {
            format = format.Replace($"{{{keys[index]}}}", $"{{{index}}}", StringComparison.Ordinal);
        }

        return FormattableStringFactory.Create(format, [.. keys.Select(key => (object)ids[key])]);
    }

    private static async Task<List<string>> SnapshotAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return
        [
            .. (await db.DatasetVersions.ToListAsync()).Select(row => $"{row.Id} {row.VersionTag} {row.IsFrozen} {row.ContentSha256}").Order(),
            .. (await db.DatasetSplits.ToListAsync()).Select(row => $"{row.Id} {row.DatasetVersionId} {row.Split} {row.Ratio}").Order(),
            .. (await db.Assets.ToListAsync()).Select(row => $"{row.Id} {row.DatasetSplitId} {row.FileName} {row.Revision}").Order(),
            .. (await db.Annotations.ToListAsync()).Select(row => $"{row.Id} {row.AssetId} {row.Geometry}").Order(),
            .. (await db.LabelClasses.ToListAsync()).Select(row => $"{row.Id} {row.DisplayName} {row.SortOrder}").Order(),
            .. (await db.ModelVersions.ToListAsync()).Select(row => $"{row.Id} {row.Metrics} {row.TrainingConfig}").Order(),
        ];
    }
}
