using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.People.Model;
using Platform.Core.Storage;
using Platform.Tests.Support;
using Platform.Web.Hosting;

namespace Platform.Tests.Llm;

/// <summary>The LLM half as the application puts it together, on a database of a test's own, with a DNS that says what the test wants.</summary>
public sealed class LlmWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private LlmWorld(TestDatabase database, Seed seed, LlmOptions options)
    {
        (Database, Seed) = (database, seed);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(database.Contexts)
            .AddSingleton<TimeProvider>(database.Time)
            .AddSingleton<IBlobStore>(new LocalBlobStore(_folder["store"], TimeProvider.System))
            .AddSingleton<ICredentialProtector>(new CredentialProtector(new EphemeralDataProtectionProvider()))
            .AddSingleton<IEchoEngine, NoEcho>()
            .AddLlm(options)
            .AddSingleton<IHostResolver>(Dns)
            .BuildServiceProvider();
    }

    public TestDatabase Database { get; }

    public Seed Seed { get; }

    public TestResolver Dns { get; } = new();

    /// <summary>A developer.</summary>
    public Actor Actor => Seed.Actor;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LlmWorld> CreateAsync(DatabaseEngine engine = DatabaseEngine.Sqlite, LlmOptions? options = null)
    {
        var database = await TestDatabase.CreateAsync(engine);
        return new LlmWorld(database, await Seed.AddAsync(database), options ?? new LlmOptions { CheckTimeoutSeconds = 20 });
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<Actor> MemberAsync(UserRole role)
    {
        await using var db = Database.Open();
        return await Seed.AddMemberAsync(db, role);
    }

    public Task<Guid> AddModelAsync(string name = "llama") => Get<RegisterLlmModelCommand>().ExecuteAsync(Actor, name, "chat", Cancellation);

    /// <summary>A deployment of a model of its own.</summary>
    public async Task<Guid> AddDeploymentAsync(string baseUrl, LlmEngine engine = LlmEngine.Vllm, string upstream = "m", string? credential = null)
    {
        var model = await AddModelAsync($"model-{Guid.CreateVersion7():N}");
        return await Get<RegisterLlmDeploymentCommand>().ExecuteAsync(Actor, Settings(model, baseUrl, engine, upstream), credential, Cancellation);
    }

    public static DeploymentSettings Settings(Guid model, string baseUrl, LlmEngine engine = LlmEngine.Vllm, string upstream = "m") =>
        new(model, "ml-server-01", 2, LlmEnvironment.Dev, baseUrl, engine, upstream);

    public Task<LlmDeploymentView> ViewAsync(Guid deployment) => Get<LlmDeploymentQueries>().GetAsync(Actor, deployment, Cancellation);

    public async Task<DeploymentHealth> LookAsync(Guid deployment) =>
        await Get<HealthWatch>().CheckAsync(await Get<EngineTargetQueries>().GetAsync(Actor.Platform, deployment, Cancellation), Cancellation);

    public async Task<T> ReadAsync<T>(Func<PlatformDbContext, Task<T>> read)
    {
        await using var db = Database.Open();
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        await Database.DisposeAsync();
    }

    private sealed class NoEcho : IEchoEngine
    {
        public Uri? BaseUri => null;

        public bool IsEnabled => false;

        public string Secret => "";
    }
}

/// <summary>A DNS that a test fills; each name may have several answers, one a question, the last for good.</summary>
public sealed class TestResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> _answers = new(StringComparer.OrdinalIgnoreCase);

    public int Questions { get; private set; }

    public void Answer(string host, params string[] addresses) => _answers.GetOrAdd(host, _ => new()).Enqueue([.. addresses.Select(IPAddress.Parse)]);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Questions++;
        if (!_answers.TryGetValue(host, out var answers) || !answers.TryPeek(out var answer))
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (answers.Count > 1)
        {
            answers.TryDequeue(out answer);
        }

        return Task.FromResult(answer!);
    }
}
