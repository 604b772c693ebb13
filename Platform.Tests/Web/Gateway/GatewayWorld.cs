using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.People.Model;
using Platform.Tests.EndToEnd;
using Platform.Tests.Support;
using Platform.Tests.Web.Host;

namespace Platform.Tests.Web.Gateway;

/// <summary>The application with one model, an engine that does what a test says, and a way to read what is on record.</summary>
public sealed class GatewayWorld : IAsyncDisposable
{
    public const string Model = "llama";

    private readonly TestDatabase _database;

    private GatewayWorld(TestDatabase database, Seed seed, PlatformHost host, FaultyEngine engine) => (_database, Seed, Host, Engine) = (database, seed, host, engine);

    public Seed Seed { get; }

    public PlatformHost Host { get; }

    public FaultyEngine Engine { get; }

    public HttpClient Client { get; private set; } = null!;

    public Guid ModelId { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GatewayWorld> CreateAsync(DatabaseEngine database = DatabaseEngine.Sqlite, LlmEngine engine = LlmEngine.Vllm, params string[] settings)
    {
        var store = await TestDatabase.CreateAsync(database);
        var seed = await Seed.AddAsync(store);
        var host = PlatformHost.On(store, ["--Llm:Journal:SegmentAge", "00:00:00.1", "--Platform:Llm:CheckSeconds", "3600", .. settings]);
        await host.InitializeAsync();
        var world = new GatewayWorld(store, seed, host, await FaultyEngine.StartAsync()) { Client = await host.ClientOfAsync(seed.Actor) };
        world.ModelId = seed.NewId();
        await using var db = store.Open();
        db.Add(new LlmModel(world.ModelId, Model, "chat"));
        await db.SaveChangesAsync(Cancellation);
        await world.AddDeploymentAsync(world.Engine.Address, engine);
        return world;
    }

    public async Task<Guid> AddDeploymentAsync(string address, LlmEngine engine = LlmEngine.Vllm, LlmEnvironment environment = LlmEnvironment.Production, LlmDeploymentStatus status = LlmDeploymentStatus.Active, string server = "server")
    {
        await using var db = _database.Open();
        var deployment = new LlmDeployment(Seed.NewId(), new DeploymentSettings(ModelId, server, 1, environment, address, engine, "up"), DateTime.UtcNow);
        deployment.Enter(status, HealthReasons.Ok, DateTime.UtcNow);
        db.Add(deployment);
        await db.SaveChangesAsync(Cancellation);
        Host.Get<Platform.Core.Llm.Health.HealthBoard>().Tell(deployment.Id);
        return deployment.Id;
    }

    public async Task<Guid> AddPresetAsync(string name, int? maxTokens = null, double? temperature = null, int? topK = null)
    {
        await using var db = _database.Open();
        var preset = new LlmModelConfig(Seed.NewId(), ModelId, name, maxTokens, temperature, null, topK, DateTime.UtcNow);
        db.Add(preset);
        await db.SaveChangesAsync(Cancellation);
        return preset.Id;
    }

    public async Task<HttpClient> ClientOfAsync(UserRole role)
    {
        await using var db = _database.Open();
        return await Host.ClientOfAsync(await Seed.AddMemberAsync(db, role));
    }

    public static object Request(string model = Model, bool stream = false, bool? usage = null) => usage is null
        ? new { model, stream, messages = new[] { new { role = "user", content = "Hi" } } }
        : new { model, stream, stream_options = new { include_usage = usage }, messages = new[] { new { role = "user", content = "Hi" } } };

    public async Task<HttpResponseMessage> ChatAsync(object request, string? session = null, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead, CancellationToken? cancellation = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(request) };
        if (session is not null)
        {
            message.Headers.Add("X-Session-Id", session);
        }

        return await Client.SendAsync(message, completion, cancellation ?? Cancellation);
    }

    /// <summary>The record of the answer's request, once it is complete.</summary>
    public Task<LlmSessionLog> LogOfAsync(HttpResponseMessage answer)
    {
        var (session, sequence) = (Guid.Parse(answer.Headers.GetValues("X-Session-Id").Single()), int.Parse(answer.Headers.GetValues("X-Log-Sequence").Single(), System.Globalization.CultureInfo.InvariantCulture));
        answer.Headers.GetValues("x-request-id").Single().Should().Be($"{session:N}-{sequence}");
        return LogAsync(logs => logs.Where(log => log.SessionId == session && log.LogSequence == sequence));
    }

    /// <summary>The only record, once it is complete.</summary>
    public Task<LlmSessionLog> LogAsync() => LogAsync(logs => logs);

    public async Task<string> BodyAsync(string? path) => Encoding.UTF8.GetString(await Host.Get<LlmBodies>().ReadAsync(path!, Cancellation));

    public PlatformDbContext Open() => _database.Open();

    public async Task<int> CountAsync()
    {
        await using var db = _database.Open();
        return await db.LlmSessionLogs.CountAsync(Cancellation);
    }

    public async Task<LlmSession> SessionAsync(Guid id, Func<LlmSession, bool> isAsExpected)
    {
        return (await Eventually.HoldsAsync(ReadAsync, session => session is not null && isAsExpected(session), "the session"))!;

        async Task<LlmSession?> ReadAsync()
        {
            await using var db = _database.Open();
            return await db.LlmSessions.SingleOrDefaultAsync(session => session.Id == id, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<LlmSessionLog> LogAsync(Func<IQueryable<LlmSessionLog>, IQueryable<LlmSessionLog>> which)
    {
        return (await Eventually.HoldsAsync(ReadAsync, log => log is not null && log.Outcome != LlmOutcome.Pending, "the log to be complete"))!;

        async Task<LlmSessionLog?> ReadAsync()
        {
            await using var db = _database.Open();
            return await which(db.LlmSessionLogs).SingleOrDefaultAsync(Cancellation);
        }
    }
}
