using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Tests.Support;
using Platform.Training.AutoAnnotation;
using Platform.Training.Runs;

namespace Platform.Tests.Training.Runs;

public sealed class PendingWorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PendingWork<AutoAnnotation> _work;

    public PendingWorkTests() => _work = new PendingWork<AutoAnnotation>(_folder["pending"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Work_ThatWasAdded_IsFoundByTheNextServerUntilItIsDone()
    {
        var (first, second, actor) = (Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(), Guid.CreateVersion7());
        var asked = new AutoAnnotation(Guid.CreateVersion7(), second, MinimumScore: .4, Filter: new AssetFilter(Split: SplitKind.Val, Tag: "night", Ids: [first]))
        {
            ClassScores = new Dictionary<string, double> { ["cell"] = .7 },
        };
        await _work.AddAsync(second, actor, asked, Cancellation);
        await _work.AddAsync(first, actor, asked with { MinimumScore = .1 }, Cancellation);

        var found = await new PendingWork<AutoAnnotation>(_folder["pending"]).ReadAllAsync(Cancellation);

        found.Select(item => (item.Id, item.ActorId, item.Work.MinimumScore)).Should().Equal((first, actor, .1), (second, actor, .4));
        found[1].Work.Should().BeEquivalentTo(asked);
        _work.Remove(first);
        _work.Remove(first);
        (await _work.ReadAllAsync(Cancellation)).Should().ContainSingle();
    }

    [Fact]
    public async Task Work_ThatCannotBeRead_IsRemovedRatherThanInTheWay()
    {
        await _work.AddAsync(Guid.CreateVersion7(), Guid.Empty, new AutoAnnotation(Guid.Empty, Guid.Empty), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder["pending"], $"{Guid.CreateVersion7()}.json"), "{\"actorId\":", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder["pending"], "note.json"), "{}", Cancellation);

        (await _work.ReadAllAsync(Cancellation)).Should().ContainSingle();
        Directory.GetFiles(_folder["pending"]).Should().ContainSingle();
    }
}
