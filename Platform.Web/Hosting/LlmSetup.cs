using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.DataProtection;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Web.Echo;

namespace Platform.Web.Hosting;

/// <summary>The LLM half: its settings, how credentials are protected, the watch over engines, and the echo engine.</summary>
public static class LlmSetup
{
    public static void AddPlatformLlm(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(LlmOptions.Section).Get<LlmOptions>() ?? new LlmOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        builder.Services.AddLlm(options);
        builder.Services.AddSingleton<ICredentialProtector, CredentialProtector>();
        builder.Services.AddSingleton<EchoEngine>();
        builder.Services.AddSingleton<IEchoEngine>(services => services.GetRequiredService<EchoEngine>());
        builder.Services.AddHostedService<HealthWatchHost>();
    }
}

/// <summary>Protects credentials with the keys of the data folder, under a purpose of their own: what protects cookies does not open them.</summary>
public sealed class CredentialProtector(IDataProtectionProvider provider) : ICredentialProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("Platform.Llm.Credentials.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string? Unprotect(string protectedValue)
    {
        try
        {
            return _protector.Unprotect(protectedValue);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Watches deployments from when the server listens until it stops: the echo engine is one of them.</summary>
public sealed class HealthWatchHost(HealthWatch watch, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
        await using var stopped = stoppingToken.Register(() => listening.TrySetCanceled(stoppingToken));
        await listening.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch.RunAsync(stoppingToken);
    }
}
