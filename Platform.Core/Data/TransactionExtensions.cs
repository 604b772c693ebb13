using Platform.Core.Shared;

namespace Platform.Core.Data;

/// <summary>Work that happens wholly or not at all.</summary>
public static class TransactionExtensions
{
    /// <summary>Runs the work in a transaction; what the engine refuses, also in statements outside SaveChanges, surfaces as a <see cref="DomainRuleException"/>.</summary>
    public static async Task<T> InTransactionAsync<T>(this PlatformDbContext db, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await work();
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception failure) when (failure is not DomainRuleException && db.Translate(failure) is { } rule)
        {
            throw rule;
        }
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static Task InTransactionAsync(this PlatformDbContext db, Func<Task> work, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            await work();
            return true;
        },
        cancellationToken);
}
