namespace Platform.Tests.EndToEnd;

/// <summary>Waits for what another process does, where it offers nothing to wait on.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    public static async Task<T> HoldsAsync<T>(Func<Task<T>> read, Func<T, bool> holds, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        using var timer = new PeriodicTimer(s_interval);
        while (true)
        {
            var value = await read();
            if (holds(value))
            {
                return value;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited in vain for {what}; the last answer was {value}.");
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
