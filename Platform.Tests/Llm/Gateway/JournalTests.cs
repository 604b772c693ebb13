using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Core.Llm.Commands;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Llm.Gateway;

/// <summary>The journal between gateway, database and object store: what was written down is never lost, and nothing is written twice.</summary>
public sealed class JournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Records_OfAKilledProcess_AreAppliedAtTheNextStartAndWhatWasUnderWayEnds(DatabaseEngine engine)
    {
        await using var world = await JournalWorld.CreateAsync(engine);
        var (session, deployment) = (world.Seed.NewId(), await world.AddDeploymentAsync());
        using (var first = world.Journal())
        {
            first.Append(new SessionOpened(session, world.Seed.Manager.Id, null, "nightly", LlmSessionType.Test, world.Now), []);
            first.Append(new RequestStarted(session, 1, world.Now, deployment, null, null, null), "prompt one"u8);
            first.Append(new RequestEnded(session, 1, world.Now, null, deployment, LlmOutcome.Completed, 3, 4, false, 200, null, 1, null), "answer one"u8);
            first.Append(new RequestStarted(session, 2, world.Now, deployment, null, null, null), "prompt two"u8);
        }

        // Half a record, as a kill in the middle of a write leaves it.
        await File.AppendAllBytesAsync(Directory.GetFiles(world.Folder, "*.journal").Single(), [40, 0, 0, 0, 9, 0], Cancellation);
        using var journal = world.Journal();
        var drain = world.Drain(journal);

        await drain.RecoverAsync(Cancellation);
        await world.Drain(journal).RecoverAsync(Cancellation);

        var logs = await world.LogsAsync(session);
        logs.Select(log => (log.LogSequence, log.Outcome, log.ErrorCode, log.TokenUsed)).Should().Equal((1, LlmOutcome.Completed, null, 7), (2, LlmOutcome.Error, "interrupted", null));
        Encoding.UTF8.GetString(await new LlmBodies(journal, world.Blobs).ReadAsync(logs[1].RequestPromptS3Path, Cancellation)).Should().Be("prompt two");
    }

    [Theory, EveryDatabase]
    public async Task Record_ThatTheDatabaseNeverTakes_HoldsUpNothingAfterIt(DatabaseEngine engine)
    {
        await using var world = await JournalWorld.CreateAsync(engine);
        var (session, deployment) = (world.Seed.NewId(), await world.AddDeploymentAsync());
        using var journal = world.Journal();
        journal.Append(new SessionOpened(session, world.Seed.Manager.Id, null, null, LlmSessionType.Test, world.Now), []);
        journal.Append(new RequestStarted(session, 1, world.Now, deployment, null, null, null), "one"u8);
        journal.Append(new RequestStarted(world.Seed.NewId(), 1, world.Now, deployment, null, null, null), "of no session"u8);
        journal.Append(new RequestStarted(session, 2, world.Now, deployment, null, null, null), "two"u8);

        await world.Drain(journal).RecoverAsync(Cancellation);

        (await world.LogsAsync(session)).Select(log => log.LogSequence).Should().Equal(1, 2);
    }

    [Fact]
    public async Task Bodies_Shipped_AreReadFromTheObjectStoreAndGoneFromTheDisk()
    {
        await using var world = await JournalWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (session, deployment) = (world.Seed.NewId(), await world.AddDeploymentAsync());
        using var journal = world.Journal();
        var large = Encoding.UTF8.GetBytes(new string('x', 300_000));
        journal.Append(new SessionOpened(session, world.Seed.Manager.Id, null, null, LlmSessionType.Test, world.Now), []);
        journal.Append(new RequestStarted(session, 1, world.Now, deployment, null, null, null), "small prompt"u8);
        var file = await journal.SetAsideAsync(large, Cancellation);
        journal.Append(new RequestEnded(session, 1, world.Now, null, deployment, LlmOutcome.Completed, 3, 4, false, 200, null, 1, file), []);
        journal.CloseActive();

        await RunUntilAsync(world, journal, () => Directory.GetFiles(world.Folder).Length == 0);

        var log = (await world.LogsAsync(session)).Single();
        var bodies = new LlmBodies(journal, world.Blobs);
        Encoding.UTF8.GetString(await bodies.ReadAsync(log.RequestPromptS3Path, Cancellation)).Should().Be("small prompt");
        (await bodies.ReadAsync(log.ResponseS3Path!, Cancellation)).Should().Equal(large);
        journal.WaitingBytes.Should().Be(0);
    }

    [Fact]
    public async Task ObjectStore_Away_HoldsUpNoRowAndIsCaughtUpWithLater()
    {
        await using var world = await JournalWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (session, deployment) = (world.Seed.NewId(), await world.AddDeploymentAsync());
        using var journal = world.Journal();
        world.Blobs.IsAway = true;
        journal.Append(new SessionOpened(session, world.Seed.Manager.Id, null, null, LlmSessionType.Test, world.Now), []);
        journal.Append(new RequestStarted(session, 1, world.Now, deployment, null, null, null), "prompt"u8);
        journal.CloseActive();

        await RunUntilAsync(world, journal, () => world.Blobs.Refusals > 0);
        (await world.LogsAsync(session)).Should().ContainSingle("rows do not wait for bodies");
        Encoding.UTF8.GetString(await new LlmBodies(journal, world.Blobs).ReadAsync((await world.LogsAsync(session))[0].RequestPromptS3Path, Cancellation)).Should().Be("prompt");

        world.Blobs.IsAway = false;
        await RunUntilAsync(world, journal, () => Directory.GetFiles(world.Folder).Length == 0);
        Encoding.UTF8.GetString(await new LlmBodies(journal, world.Blobs).ReadAsync((await world.LogsAsync(session))[0].RequestPromptS3Path, Cancellation)).Should().Be("prompt");
    }

    [Fact]
    public async Task Journal_FullOfWhatWaits_RefusesNewRequests()
    {
        await using var world = await JournalWorld.CreateAsync(DatabaseEngine.Sqlite);
        using var journal = world.Journal(options => options.LargestBytes = 100);
        journal.DemandRoom();
        journal.Append(new SessionOpened(world.Seed.NewId(), world.Seed.Manager.Id, null, new string('n', 100), LlmSessionType.Test, world.Now), []);

        journal.Invoking(full => full.DemandRoom()).Should().Throw<Platform.Core.Shared.DomainRuleException>().Which.Code.Should().Be("llm.journal_full");
    }

    private static async Task RunUntilAsync(JournalWorld world, LlmJournal journal, Func<bool> isReached)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = world.Drain(journal).RunAsync(stop.Token);
        await EndToEnd.Eventually.HoldsAsync(() => Task.FromResult(isReached()), reached => reached, "the journal to be followed");
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>A journal on a disk of its own, beside a database and an object store that can be switched off.</summary>
internal sealed class JournalWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly TestDatabase _database;

    private JournalWorld(TestDatabase database, Seed seed)
    {
        (_database, Seed) = (database, seed);
        Blobs = new FickleStore(new LocalBlobStore(_temporary["store"], TimeProvider.System));
    }

    public Seed Seed { get; }

    public FickleStore Blobs { get; }

    public string Folder => _temporary["journal"];

    public DateTime Now => _database.Time.UtcNow;

    public static async Task<JournalWorld> CreateAsync(DatabaseEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        return new JournalWorld(database, await Seed.AddAsync(database));
    }

    public LlmJournal Journal(Action<JournalOptions>? configure = null)
    {
        var options = OptionsOf(configure);
        return new LlmJournal(options, TimeProvider.System);
    }

    public JournalDrain Drain(LlmJournal journal) =>
        new(journal, new ApplyJournalCommand(_database.Contexts, Blobs), Blobs, OptionsOf(null), TimeProvider.System, NullLogger<JournalDrain>.Instance);

    public async Task<Guid> AddDeploymentAsync()
    {
        await using var db = _database.Open();
        var model = new LlmModel(Seed.NewId(), "llama", "chat");
        var settings = new DeploymentSettings(model.Id, "server", 1, LlmEnvironment.Production, "http://127.0.0.1:1", LlmEngine.Vllm, "m");
        var deployment = new LlmDeployment(Seed.NewId(), settings, Now);
        db.Add(model);
        await db.SaveChangesAsync();
        db.Add(deployment);
        await db.SaveChangesAsync();
        return deployment.Id;
    }

    public async Task<List<LlmSessionLog>> LogsAsync(Guid session)
    {
        await using var db = _database.Open();
        return await db.LlmSessionLogs.Where(log => log.SessionId == session).OrderBy(log => log.LogSequence).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _temporary.Dispose();
    }

    private IOptions<JournalOptions> OptionsOf(Action<JournalOptions>? configure)
    {
        var options = new JournalOptions { Root = Folder, SegmentAge = TimeSpan.FromMilliseconds(50) };
        configure?.Invoke(options);
        return Options.Create(options);
    }
}

/// <summary>An object store that is away at times.</summary>
internal sealed class FickleStore(IBlobStore store) : IBlobStore
{
    public bool IsAway { get; set; }

    public int Refusals { get; private set; }

    public Task<BlobRef> PutAsync(Stream content, CancellationToken cancellationToken) => Try(() => store.PutAsync(content, cancellationToken));

    public Task<BlobRef> PutNamedAsync(string name, Stream content, CancellationToken cancellationToken) => Try(() => store.PutNamedAsync(name, content, cancellationToken));

    public string UriOf(string name) => store.UriOf(name);

    public Task<Stream> OpenReadAsync(string uri, CancellationToken cancellationToken) => Try(() => store.OpenReadAsync(uri, cancellationToken));

    public Task<bool> ExistsAsync(string uri, CancellationToken cancellationToken) => Try(() => store.ExistsAsync(uri, cancellationToken));

    public Task<bool> DeleteAsync(string uri, CancellationToken cancellationToken) => Try(() => store.DeleteAsync(uri, cancellationToken));

    public IAsyncEnumerable<NamedBlob> ListNamedAsync(string prefix, CancellationToken cancellationToken) => store.ListNamedAsync(prefix, cancellationToken);

    public string? LocalPath(string uri) => store.LocalPath(uri);

    private Task<T> Try<T>(Func<Task<T>> work)
    {
        if (IsAway)
        {
            Refusals++;
            throw new StorageException("storage.unavailable", "The object store does not answer.");
        }

        return work();
    }
}
