using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Checkpoints;

public sealed class CheckpointStoreTests : TorchTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;
    private readonly CheckpointStore _store;

    public CheckpointStoreTests()
    {
        _scope = NewDisposeScope();
        _store = CheckpointSetup.Store(_folder, new TrainingRecipe());
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Save_ManyEpochs_KeepsTheNewestOfEachKind()
    {
        for (var epoch = 1; epoch <= 22; epoch++)
        {
            _store.Save(Snapshot(epoch), epoch % 5 == 0 ? CheckpointKind.Interval : CheckpointKind.Rolling);
            if (epoch is 3 or 9)
            {
                _store.Save(Snapshot(epoch), CheckpointKind.Best);
            }
        }

        _store.Save(Snapshot(22), CheckpointKind.Final);

        string[] expected =
        [
            "best-0009.safetensors", "epoch-0010.safetensors", "epoch-0015.safetensors", "epoch-0020.safetensors",
            "final-0022.safetensors", "last-0021.safetensors", "last-0022.safetensors",
        ];
        _store.ReadManifest().Checkpoints.Select(entry => entry.File).Should().BeEquivalentTo(expected);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo([.. expected, "manifest.json"]);
        _store.ReadManifest().Checkpoints.Should().OnlyContain(entry => _store.Verify(entry));
    }

    [Fact]
    public void Save_AfterFallingBack_DropsTheAbandonedFuture()
    {
        foreach (var epoch in new[] { 5, 6, 7 })
        {
            _store.Save(Snapshot(epoch), epoch == 5 ? CheckpointKind.Interval : CheckpointKind.Rolling);
        }

        _store.Save(Snapshot(6), CheckpointKind.Rolling);

        _store.ReadManifest().Checkpoints.Select(entry => entry.File).Should().Equal("epoch-0005.safetensors", "last-0006.safetensors");
    }

    [Fact]
    public void Save_PausedTwiceWithinAnEpoch_KeepsTheNewestTwo()
    {
        foreach (var steps in new[] { 0, 4, 9 })
        {
            _store.Save(Snapshot(5, steps), CheckpointKind.Rolling);
        }

        _store.ReadManifest().Checkpoints.Select(entry => entry.File).Should().Equal("last-0005-000004.safetensors", "last-0005-000009.safetensors");
        using var newest = _store.LoadNewest();
        newest!.Entry.Position.Should().Be((5, 9));
    }

    [Fact]
    public void RemoveLeftovers_AfterAKill_KeepsWhatTheManifestNames()
    {
        _store.Save(Snapshot(1), CheckpointKind.Rolling);
        _folder.Write("last-0002.safetensors.tmp", "half");
        _folder.Write("last-0002.safetensors", "whole, but the manifest was not replaced any more");

        _store.RemoveLeftovers();

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("last-0001.safetensors", "manifest.json");
    }

    [Fact]
    public void Save_DiskFull_LeavesEverythingAsItWas()
    {
        _store.Save(Snapshot(1), CheckpointKind.Rolling);
        var before = File.ReadAllText(_folder[CheckpointManifest.FileName]);
        var full = CheckpointSetup.Store(new FullDisk(new DiskCheckpointFiles(_folder.Path), 64), new TrainingRecipe());

        FluentActions.Invoking(() => full.Save(Snapshot(2), CheckpointKind.Rolling)).Should().Throw<IOException>();

        File.ReadAllText(_folder[CheckpointManifest.FileName]).Should().Be(before);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("last-0001.safetensors", "manifest.json");
        using var loaded = _store.LoadNewest();
        loaded!.Entry.Epoch.Should().Be(1);
    }

    [Fact]
    public void ReadDetector_BestFile_RebuildsTheNetworkWithItsClasses()
    {
        TrainingSetup.Train(
            TrainingSetup.Recipe, new RecordingObserver(), CheckpointSetup.Store(_folder, TrainingSetup.Recipe), validator: new ScriptedValidator(.1, .2, .1, .1));

        using var stream = File.OpenRead(_folder["best-0002.safetensors"]);
        using var detector = NetworkFile.Read(stream, (trained, classes) => new Detector(trained.ArchitectureFor(classes.Count)));

        detector.ClassNames.Should().Equal("red", "green");
        detector.Recipe.Should().Be(TrainingSetup.Recipe);
        detector.Network.training.Should().BeFalse();
    }

    private static TrainingSnapshot Snapshot(int epoch, int steps = 0) => new(
        new TrainingState { CompletedEpochs = epoch, StepsOfEpoch = steps },
        new Dictionary<string, Tensor> { ["w"] = full([256], (float)epoch) },
        new Dictionary<string, Tensor> { ["mean"] = full([2], 0.5f) });

    /// <summary>Every file stops at a number of bytes.</summary>
    private sealed class FullDisk(ICheckpointFiles inner, int capacity) : ICheckpointFiles
    {
        public void Write(string name, Action<Stream> content) => inner.Write(name, stream =>
        {
            using var buffer = new MemoryStream();
            content(buffer);
            stream.Write(buffer.GetBuffer().AsSpan(0, Math.Min(capacity, (int)buffer.Length)));
            if (buffer.Length > capacity)
            {
                throw new IOException("No space left on device");
            }
        });

        public Stream OpenRead(string name) => inner.OpenRead(name);

        public bool Exists(string name) => inner.Exists(name);

        public IReadOnlyList<string> List() => inner.List();

        public void Delete(string name) => inner.Delete(name);
    }
}
