using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Core.Access.Queries;
using Platform.Core.People.Queries;
using Platform.Web.Hosting;

namespace Platform.Web.SignIn;

/// <summary>
/// Requests under way and whose they are: event streams, uploads, and the connections of circuits, which all may outlive the right to them. Every few seconds those are
/// ended whose user was deactivated, whose token was revoked or whose session has ended; a browser that comes back is asked to sign in. Safe for any number of threads.
/// </summary>
public sealed class OpenRequests
{
    private readonly ConcurrentDictionary<HttpContext, Holder> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs the rest of the pipeline with the request on the list.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (CookieSignIn.UserIdOf(context.User) is not { } userId)
        {
            await next(context);
            return;
        }

        var holder = new Holder(userId, CookieSignIn.TokenIdOf(context.User), CookieSignIn.SessionIdOf(context.User));
        _open[context] = holder;
        try
        {
            await next(context);
        }
        finally
        {
            holder.End();
            _open.TryRemove(context, out _);
        }
    }

    public async Task EndForbiddenAsync(ActorResolver actors, AccessTokenQueries tokens, BrowserSessionQueries sessions, CancellationToken cancellation)
    {
        var open = _open.ToArray();
        if (open.Length == 0)
        {
            return;
        }

        var active = await actors.ActiveAsync([.. open.Select(entry => entry.Value.UserId).Distinct()], cancellation);
        var standing = await tokens.StandingAsync([.. open.Select(entry => entry.Value.TokenId).OfType<Guid>().Distinct()], cancellation);
        var signedIn = await sessions.StandingAsync([.. open.Select(entry => entry.Value.SessionId).OfType<Guid>().Distinct()], cancellation);
        foreach (var (context, holder) in open)
        {
            if (!active.Contains(holder.UserId) || (holder.TokenId is { } token && !standing.Contains(token)) || (holder.SessionId is { } session && !signedIn.Contains(session)))
            {
                holder.Abort(context);
            }
        }
    }

    private sealed class Holder(Guid userId, Guid? tokenId, Guid? sessionId)
    {
        private readonly Lock _gate = new();
        private bool _ended;

        public Guid UserId => userId;

        public Guid? TokenId => tokenId;

        public Guid? SessionId => sessionId;

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
            }
        }

        // A context whose request has ended may be another's by now: the server uses them again.
        public void Abort(HttpContext context)
        {
            lock (_gate)
            {
                if (!_ended)
                {
                    context.Abort();
                }
            }
        }
    }
}

/// <summary>Looks after the open requests until the server stops.</summary>
public sealed partial class OpenRequestGuard(
    OpenRequests requests, ActorResolver actors, AccessTokenQueries tokens, BrowserSessionQueries sessions, IOptions<PlatformOptions> options, TimeProvider time, ILogger<OpenRequestGuard> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RecheckSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, and with it every request.
        }
    }

    private async Task CheckAsync(CancellationToken stoppingToken)
    {
        try
        {
            await requests.EndForbiddenAsync(actors, tokens, sessions, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotChecked(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether open requests may go on could not be asked; the next check follows")]
    private static partial void LogNotChecked(ILogger logger, Exception failure);
}
