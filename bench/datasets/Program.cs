using DatasetBench;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;

var quick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var scale = quick ? 10 : 1;
var report = new Report();
await using var database = await BenchDatabase.CreateAsync();
var actor = database.Actor;

await database.FreezeOntologyAsync();

// The first freeze of a process compiles the queries; a platform has done so long ago.
var small = await database.AddVersionAsync("Small", 100, 10);
await database.Get<FreezeDatasetVersionCommand>().ExecuteAsync(actor, small, default);

var freeze = await database.AddVersionAsync("Freeze", 10_000 / scale, 10);
await report.MeasureAsync($"freeze of {100_000 / scale:N0} annotations on {10_000 / scale:N0} images", 3, () => database.Get<FreezeDatasetVersionCommand>().ExecuteAsync(actor, freeze, default));
await report.MeasureAsync("verify of the same, rows only", null, () => database.Get<VerifyDatasetVersionCommand>().ExecuteAsync(actor, freeze, includeBytes: false, default));

var rareFirst = new AssetFilter(Order: AssetOrder.RareClasses);
var middle = (await database.Get<AssetQueries>().ListWindowAsync(actor, freeze, rareFirst, 5_000 / scale, 1, default)).Single().Id;
await report.MeasureAsync("its images with the rarest classes: first 60", null, () => database.Get<AssetQueries>().ListWindowAsync(actor, freeze, rareFirst, 0, 60, default));
await report.MeasureAsync("  neighbours of one in the middle of that order", null, () => database.Get<AssetQueries>().GetNeighboursAsync(actor, middle, rareFirst, default));

var migrated = await database.AddVersionAsync("Migration", 10_000 / scale, 10);
var (target, plan) = await database.AddOntologyCopyAsync();
var preview = await report.MeasureAsync($"preview of an ontology migration of {100_000 / scale:N0} annotations", null, () => database.Get<OntologyMigrationQueries>().PreviewAsync(actor, migrated, target, plan, default));
var applied = await report.MeasureAsync("  that migration: kept, merged, divided by area, dropped", null, () => database.Get<ApplyOntologyMigrationCommand>().ExecuteAsync(actor, migrated, target, plan, preview.Token, default));
await report.MeasureAsync("  its undo", null, () => database.Get<UndoOntologyMigrationCommand>().ExecuteAsync(actor, applied.MigrationId, keepLaterEdits: false, default));

var draft = await database.AddVersionAsync("Draft", 100_000 / scale, 10);
var copy = await report.MeasureAsync($"new draft of {1_000_000 / scale:N0} annotations on {100_000 / scale:N0} images", 10, () => database.Get<CreateDraftVersionCommand>().ExecuteAsync(actor, draft, null, default));
await report.MeasureAsync("comparison of that draft with its parent", null, () => database.Get<VersionDiffQueries>().SummariseAsync(actor, draft, copy, default));
await report.MeasureAsync("statistics of it", null, () => database.Get<StatisticsQueries>().GetAsync(actor, copy, default));
await report.MeasureAsync("stratified split of it, near-duplicates kept together", null, () => database.Get<AssignSplitsCommand>().ExecuteAsync(
    actor, copy, new SplitRequest(new SplitRatios(0.8, 0.1, 0.1), 1, Stratify: true, KeepTogether: [GroupSource.NearDuplicates]), default));

var images = 1_000_000 / scale;
var gallery = await database.AddVersionAsync("Gallery", images, 0);
var assets = database.Get<AssetQueries>();
await assets.ListWindowAsync(actor, gallery, new AssetFilter(), 0, 60, default);
await report.MeasureAsync($"gallery of {images:N0} images: first 60", 0.3, () => assets.ListWindowAsync(actor, gallery, new AssetFilter(), 0, 60, default));
await report.MeasureAsync("  60 in the middle", 0.3, () => assets.ListWindowAsync(actor, gallery, new AssetFilter(), images / 2, 60, default));
await report.MeasureAsync("  the last 60", 0.3, () => assets.ListWindowAsync(actor, gallery, new AssetFilter(), images - 60, 60, default));
await report.MeasureAsync("  60 in the middle of one split", 0.3, () => assets.ListWindowAsync(actor, gallery, new AssetFilter(Split: SplitKind.Train), images / 3, 60, default));
await report.MeasureAsync("  number of images", 0.3, () => assets.CountAsync(actor, gallery, new AssetFilter(), default));
await report.MeasureAsync("  number of those with a text in their names", null, () => assets.CountAsync(actor, gallery, new AssetFilter(Text: "camera-7/"), default));
await report.MeasureAsync("leak report of it", null, () => database.Get<LeakQueries>().ReportAsync(actor, gallery, default));

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.IsGood ? 0 : 1;
