using System.Collections.Concurrent;
using Platform.Core.Access;
using Platform.Core.Departments;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// Whether a department has tokens left, as it was a moment ago: asking the database for each request would cost more than relaying it. A quota is so overrun by what a few seconds bring.
/// Safe for any number of threads.
/// </summary>
public sealed class TokenAllowance(ITokenQuota quota, GatewayOptions options, TimeProvider time)
{
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<(Guid UserId, Guid? ProjectId), (long AskedAt, DomainRuleException? Refusal)> _answers = new();

    /// <exception cref="DomainRuleException">quota.tokens</exception>
    public async ValueTask DemandAsync(Actor actor, Guid? projectId, CancellationToken cancellationToken)
    {
        var key = (actor.UserId, projectId);
        if (!_answers.TryGetValue(key, out var answer) || time.GetElapsedTime(answer.AskedAt) >= options.QuotaMemory)
        {
            answer = (time.GetTimestamp(), await AskAsync(actor.UserId, projectId, cancellationToken).ConfigureAwait(false));
            if (_answers.Count >= MostEntries)
            {
                _answers.Clear();
            }

            _answers[key] = answer;
        }

        if (answer.Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    private async Task<DomainRuleException?> AskAsync(Guid userId, Guid? projectId, CancellationToken cancellationToken)
    {
        try
        {
            await quota.DemandTokensAsync(userId, projectId, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DomainRuleException refused) when (refused.Code == "quota.tokens")
        {
            return refused;
        }
    }
}
