using System.ComponentModel.DataAnnotations;
using Platform.Core.Llm;
using Platform.Core.Llm.Commands;
using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Queries;
using Platform.Core.Llm.Sessions;

namespace Platform.Web.Gateway;

/// <summary>The gateway's parts, its journal, and what follows it.</summary>
public static class GatewaySetup
{
    public static void AddPlatformGateway(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? new GatewayOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        builder.Services.AddSingleton(options);
        builder.Services.AddOptions<JournalOptions>().BindConfiguration(JournalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LlmJournal>();
        builder.Services.AddSingleton<JournalDrain>();
        builder.Services.AddSingleton<LlmBodies>();
        builder.Services.AddSingleton<ApplyJournalCommand>();
        builder.Services.AddSingleton<OpenSessionQueries>();
        builder.Services.AddSingleton<RouteQueries>();
        builder.Services.AddSingleton<SessionDirectory>();
        builder.Services.AddSingleton<RouteBoard>();
        builder.Services.AddSingleton<TokenAllowance>();
        builder.Services.AddSingleton<StreamRelay>();
        builder.Services.AddSingleton<WholeRelay>();
        builder.Services.AddSingleton<UpstreamCaller>();
        builder.Services.AddSingleton<GatewayRelay>();
        builder.Services.AddHostedService<GatewayHost>();
    }
}

/// <summary>Takes up what the process before left, before the server listens; then follows the journal, and closes sessions that lie idle.</summary>
public sealed class GatewayHost(JournalDrain drain, SessionDirectory sessions, GatewayOptions options, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan s_longestRound = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await drain.RecoverAsync(cancellationToken);
        await sessions.AdoptAsync(cancellationToken);
        _work = Task.WhenAll(drain.RunAsync(_stopping.Token), CloseIdleAsync(_stopping.Token));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task CloseIdleAsync(CancellationToken stopping)
    {
        var round = options.SessionIdle / 4 < s_longestRound ? options.SessionIdle / 4 : s_longestRound;
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(round, time, stopping);
            sessions.CloseIdle();
        }
    }
}
