namespace Platform.Core.Video;

/// <summary>
/// Frames of one video decoded one after the other into the cache, from some frame on and as far as somebody wants. It rests when it is ahead of the
/// watchers, so that playing on decodes each frame once, and ends when nobody comes back.
/// </summary>
internal sealed class FrameRun
{
    /// <summary>A frame this far ahead is waited for; beyond it, a jump of its own is quicker.</summary>
    public const int Reach = 48;

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, Waiter> _waiters = [];
    private TaskCompletionSource _more = NewSignal();
    private int _next;
    private int _wanted;
    private bool _hasGiven;
    private bool _ended;

    public FrameRun(int first) => (First, _next, _wanted) = (first, first, first - 1);

    public int First { get; }

    /// <summary>The frame that comes next.</summary>
    public int Next
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }
    }

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Waits for a frame and lets the run go on to <paramref name="until"/>.</summary>
    /// <returns>Null where this run does not come to that frame soon.</returns>
    public Task<byte[]>? Await(int frame, int until, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ended || frame < _next || frame > Math.Max(_next, _wanted) + Reach)
            {
                return null;
            }

            if (!_waiters.TryGetValue(frame, out var waiter))
            {
                _waiters[frame] = waiter = new Waiter();
            }

            waiter.People++;
            Want(until);
            return WaitAsync(frame, waiter, cancellationToken);
        }
    }

    /// <summary>Somebody is looking at a frame shortly before where this run rests: it goes on, to stay ahead.</summary>
    public void KeepAhead(int frame, int until)
    {
        lock (_gate)
        {
            if (!_ended && frame < _next && until >= _next)
            {
                Want(until);
            }
        }
    }

    /// <returns>Whether this run rested and is over now.</returns>
    public bool EndIfResting()
    {
        lock (_gate)
        {
            if (_ended || _next <= _wanted)
            {
                return false;
            }

            _ended = true;
            _stop.Cancel();
            return true;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _ended = true;
            _stop.Cancel();
        }
    }

    /// <returns>Whether another frame is wanted; false after a long rest.</returns>
    public async Task<bool> WaitForWishAsync()
    {
        Task more;
        lock (_gate)
        {
            if (_next <= _wanted)
            {
                return true;
            }

            more = _more.Task;
        }

        try
        {
            await more.WaitAsync(s_rest, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                // A wish may have come between the time-out and here.
                _ended = _next > _wanted;
                return !_ended;
            }
        }
    }

    /// <summary>Hands a frame to those who wait for it.</summary>
    public void Give(DecodedFrame frame)
    {
        lock (_gate)
        {
            _hasGiven = true;
            _next = frame.Number + 1;
            if (_waiters.Remove(frame.Number, out var waiter))
            {
                waiter.Image.TrySetResult(frame.Image);
            }
        }
    }

    /// <summary>No more frames come: whoever still waits learns why, or, where nothing failed, is to start again.</summary>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var waiter in _waiters.Values)
            {
                waiter.Image.TrySetException(failure ?? new OperationCanceledException());
                // Those who left do not look at it any more.
                _ = waiter.Image.Task.Exception;
            }

            _waiters.Clear();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Want(int until)
    {
        _wanted = Math.Max(_wanted, until);
        if (_next <= _wanted)
        {
            _more.TrySetResult();
            _more = NewSignal();
        }
    }

    private async Task<byte[]> WaitAsync(int frame, Waiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            return await waiter.Image.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(frame, waiter);
            throw;
        }
    }

    // A browser that scrubs drops requests by the dozen: what nobody waits for any more is not decoded.
    private void Leave(int frame, Waiter waiter)
    {
        lock (_gate)
        {
            if (--waiter.People == 0)
            {
                _waiters.Remove(frame);
            }

            if (_waiters.Count > 0 || _ended)
            {
                return;
            }

            _wanted = _next - 1;
            if (!_hasGiven)
            {
                _ended = true;
                _stop.Cancel();
            }
        }
    }

    private sealed class Waiter
    {
        public int People { get; set; }

        public TaskCompletionSource<byte[]> Image { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
