using System.Diagnostics;
using System.Globalization;
using Platform.Core.Access;
using Platform.Core.Llm;
using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Queries;
using Platform.Core.Llm.Sessions;

namespace Platform.Web.Gateway;

/// <summary>Takes a request from its caller to an engine and the answer back, and has both on record.</summary>
public sealed partial class GatewayRelay(RouteBoard board, SessionDirectory sessions, OpenSessionQueries queries, TokenAllowance allowance, LlmJournal journal, UpstreamCaller upstream, GatewayOptions options, TimeProvider time, ILogger<GatewayRelay> logger)
{
    public const string SessionHeader = "X-Session-Id";
    public const string SessionTypeHeader = "X-Session-Type";
    public const string ProjectHeader = "X-Project-Id";

    public async Task RunAsync(HttpContext context, Actor actor, GatewayOperation operation)
    {
        var arrivedAt = Stopwatch.GetTimestamp();
        AccessPolicy.Demand(actor, Permission.UseLlm, actor.DepartmentId);
        var request = await RequestReader.ReadAsync(context, options.MaxRequestBytes);
        var model = request.TextOf("model") ?? throw new GatewayException(GatewayError.BadRequest("model_missing", "The request names no model. Say one in 'model'; GET /v1/models lists them.", "model"));
        var route = await board.FindAsync(actor, model, context.RequestAborted) ?? throw new GatewayException(GatewayError.NotFound(model));
        var deployments = board.InOrder(route);
        if (deployments.Count == 0)
        {
            throw new GatewayException(GatewayError.Unavailable("model_unavailable", $"No deployment of '{route.Model.Name}' takes requests at the moment. Try again later, or ask whoever runs it."));
        }

        // Refused before anything is on record: what no engine of the route would honour concerns the request alone.
        var bodies = deployments.ToDictionary(deployment => deployment, deployment => RequestEdits.Apply(request, operation, deployment.Target, route.Preset));
        var project = await ProjectOfAsync(context.Request.Headers, actor, context.RequestAborted);
        await allowance.DemandAsync(actor, project, context.RequestAborted);
        journal.DemandRoom();
        var session = await EnterAsync(context, actor, project, deployments[0].Environment);
        var log = new GatewayLog(journal, session, time);
        try
        {
            await log.BeginAsync(bodies[deployments[0]], deployments[0], route.Preset, context.RequestAborted);
            AddHeaders(context, log);
            try
            {
                var exchange = new Exchange(context, operation, request, log, bodies, arrivedAt);
                await upstream.AnswerAsync(exchange, deployments);
            }
            catch (GatewayException failure)
            {
                if (log.ErrorCode == "internal_error")
                {
                    log.End(failure.Error.Status == StatusCodes.Status504GatewayTimeout ? LlmOutcome.Timeout : LlmOutcome.Error, failure.Error.Code);
                }

                await GatewayAnswers.ErrorAsync(context, failure.Error);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // Where the engine had failed already, that is what happened.
                if (log.ErrorCode is null or "internal_error")
                {
                    log.End(LlmOutcome.Aborted, "client_closed");
                }
            }
            finally
            {
                await log.WriteAsync(context.Response.StatusCode);
            }
        }
        catch (Exception failure) when (failure is not GatewayException and not Core.Shared.DomainRuleException and not OperationCanceledException)
        {
            LogFailure(failure, log.Id);
            await GatewayAnswers.ErrorAsync(context, new GatewayError(500, "api_error", "internal_error", "The gateway failed. Try again; if it stays so, tell an administrator the request id."));
        }
        finally
        {
            sessions.Leave(session, log.Outcome);
        }
    }

    private async Task<OpenSession> EnterAsync(HttpContext context, Actor actor, Guid? project, LlmEnvironment environment)
    {
        var headers = context.Request.Headers;
        var name = headers[SessionHeader].ToString().Trim();
        if (name.Length > LlmSession.NameLength || name.Any(char.IsControl))
        {
            throw new GatewayException(GatewayError.BadRequest("session_name", $"{SessionHeader} may have at most {LlmSession.NameLength} characters, and no control characters.", SessionHeader));
        }

        return await sessions.EnterAsync(actor, project, name.Length == 0 ? null : name, TypeOf(headers, environment), context.RequestAborted);
    }

    // A token for one project works for that one; others may say which.
    private async Task<Guid?> ProjectOfAsync(IHeaderDictionary headers, Actor actor, CancellationToken cancellation)
    {
        var text = headers[ProjectHeader].ToString();
        if (text.Length == 0)
        {
            return actor.Grant?.ProjectId;
        }

        if (!Guid.TryParse(text, out var id))
        {
            throw new GatewayException(GatewayError.BadRequest("project", $"{ProjectHeader} is the id of a project.", ProjectHeader));
        }

        await queries.RequireProjectAsync(actor, id, cancellation);
        return id;
    }

    private static LlmSessionType TypeOf(IHeaderDictionary headers, LlmEnvironment environment)
    {
        var text = headers[SessionTypeHeader].ToString();
        if (text.Length == 0)
        {
            return environment switch { LlmEnvironment.Production => LlmSessionType.Production, LlmEnvironment.Dev => LlmSessionType.Dev, _ => LlmSessionType.Test };
        }

        try
        {
            return Core.Shared.EnumText<LlmSessionType>.Parse(text);
        }
        catch (Core.Shared.DomainRuleException)
        {
            throw new GatewayException(GatewayError.BadRequest("session_type", $"{SessionTypeHeader} is one of {string.Join(", ", Core.Shared.EnumText<LlmSessionType>.All)}.", SessionTypeHeader));
        }
    }

    private static void AddHeaders(HttpContext context, GatewayLog log)
    {
        var headers = context.Response.Headers;
        headers[GatewayAnswers.RequestIdHeader] = log.Id;
        headers[SessionHeader] = log.SessionId.ToString();
        headers["X-Log-Sequence"] = log.Sequence.ToString(CultureInfo.InvariantCulture);
    }

    [LoggerMessage(LogLevel.Error, "The gateway failed at request {Id}")]
    private partial void LogFailure(Exception failure, string id);
}

/// <summary>A request under way.</summary>
/// <param name="Context">Of the caller.</param>
/// <param name="Operation">Which interface.</param>
/// <param name="Request">As the caller sent it.</param>
/// <param name="Log">Its record.</param>
/// <param name="Bodies">As each deployment is sent it.</param>
/// <param name="ArrivedAt">A timestamp of <see cref="Stopwatch"/>.</param>
internal sealed record Exchange(HttpContext Context, GatewayOperation Operation, JsonMembers Request, GatewayLog Log, IReadOnlyDictionary<RoutedDeployment, byte[]> Bodies, long ArrivedAt)
{
    public bool IsStream => Operation.Generates && Request.IsTrue("stream");

    /// <summary>Whether the caller wants to be told token counts in its stream.</summary>
    public bool WantsUsage => JsonMembers.Parse(Request.ValueOf("stream_options"))?.IsTrue("include_usage") == true;

    public CancellationToken Left => Context.RequestAborted;
}
