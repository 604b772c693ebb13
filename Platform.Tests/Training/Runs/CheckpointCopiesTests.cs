using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Tests.EndToEnd;
using Platform.Tests.Storage;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Runs;

/// <summary>Copies of checkpoints in an object store that comes and goes.</summary>
public sealed class CheckpointCopiesTests : TorchTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingRecipe _recipe = new();
    private readonly RunOptions _options;

    public CheckpointCopiesTests() => _options = new RunOptions { Root = _folder.Path, RetryInterval = TimeSpan.FromMilliseconds(50) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copies_StoreGoesAndComes_CatchUpAlsoAfterARestart()
    {
        using var server = await S3Server.StartAsync();
        using var store = new S3BlobStore(server.Options);
        var board = new RunBoard(_options, TimeProvider.System);
        var run = Add(board);
        var checkpoints = Checkpoints(board, run);
        await using (var copies = Copies(board, store))
        {
            copies.Start();
            Save(checkpoints, copies, run, 1, 2, 5);
            await CaughtUpAsync(store, checkpoints, run);

            server.Stop();
            Save(checkpoints, copies, run, 6, 7);
            await Eventually.HoldsAsync(() => Task.FromResult(Lines(board, run)), lines => lines.Any(line => line.Contains("The object store does not answer")), "the warning");
            checkpoints.ReadManifest().Checkpoints[^1].Epoch.Should().Be(7, "the training does not wait");

            await server.StartAgainAsync();
            await CaughtUpAsync(store, checkpoints, run);
            await Eventually.HoldsAsync(() => Task.FromResult(Lines(board, run)), lines => lines.Any(line => line.Contains("answers again")), "the good news");

            server.Stop();
            Save(checkpoints, copies, run, 8, 9, 10);
        }

        await server.StartAgainAsync();
        var next = new RunBoard(_options, TimeProvider.System);
        await using var nextCopies = Copies(next, store);
        nextCopies.Start();
        await CaughtUpAsync(store, Checkpoints(next, run), run);
    }

    [Fact]
    public async Task FetchMissing_FolderLost_BringsTheNewestBack()
    {
        using var server = await S3Server.StartAsync();
        using var store = new S3BlobStore(server.Options);
        var board = new RunBoard(_options, TimeProvider.System);
        var run = Add(board);
        var checkpoints = Checkpoints(board, run);
        await using var copies = Copies(board, store);
        Save(checkpoints, copies, run, 4, 5);
        await copies.CopyAsync(run, Cancellation);
        (await copies.FetchMissingAsync(run, checkpoints, Cancellation)).Should().Be(0);
        Directory.Delete(board.Folder(run).Checkpoints, recursive: true);

        (await copies.FetchMissingAsync(run, checkpoints, Cancellation)).Should().Be(1);

        using var newest = checkpoints.LoadNewest();
        newest!.Entry.Epoch.Should().Be(5);
    }

    [Fact]
    public async Task Copies_BlobsOnThisMachine_AreNotMade()
    {
        var store = new LocalBlobStore(_folder["store"], TimeProvider.System);
        var board = new RunBoard(_options, TimeProvider.System);
        await using var copies = Copies(board, store);

        copies.IsEnabled.Should().BeFalse();
        copies.Start();
        copies.Mark(Add(board));
        (await store.ListNamedAsync("runs/", Cancellation).CountAsync(Cancellation)).Should().Be(0);
    }

    private static void Save(CheckpointStore checkpoints, CheckpointCopies copies, Guid run, params int[] epochs)
    {
        foreach (var epoch in epochs)
        {
            using var scope = NewDisposeScope();
            var snapshot = new TrainingSnapshot(
                new TrainingState { CompletedEpochs = epoch }, new Dictionary<string, Tensor> { ["w"] = full([256], (float)epoch) }, new Dictionary<string, Tensor> { ["mean"] = full([2], 0.5f) });
            checkpoints.Save(snapshot, epoch % 5 == 0 ? CheckpointKind.Interval : CheckpointKind.Rolling);
            copies.Mark(run);
        }
    }

    private static Task CaughtUpAsync(S3BlobStore store, CheckpointStore checkpoints, Guid run)
    {
        var prefix = $"runs/{run}/checkpoints/";
        string[] expected = [.. checkpoints.ReadManifest().Checkpoints.Select(entry => prefix + entry.File).Append(prefix + "manifest.json").Order(StringComparer.Ordinal)];
        return Eventually.HoldsAsync(
            async () => await store.ListNamedAsync(prefix, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation), names => names.SequenceEqual(expected), "the copies of " + string.Join(", ", expected));
    }

    private static IReadOnlyList<string> Lines(RunBoard board, Guid run) => [.. board.Feed(run).History().OfType<LineLogged>().Select(line => line.Text)];

    private CheckpointCopies Copies(RunBoard board, IBlobStore store) => new(board, store, _options, NullLogger<CheckpointCopies>.Instance);

    private CheckpointStore Checkpoints(RunBoard board, Guid run) => CheckpointSetup.Store(new DiskCheckpointFiles(board.Folder(run).Checkpoints), _recipe);

    private static Guid Add(RunBoard board)
    {
        var id = Ids.New(TimeProvider.System);
        board.Add(new RunRecord
        {
            Id = id, ProjectId = id, DepartmentId = id, ModelId = id, ModelName = "m", DatasetVersionId = id, DatasetName = "d", DatasetSha256 = "", LaunchedBy = id,
            LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = new JsonObject(), TrainOnValidation = false,
        });
        return id;
    }
}
