using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;

namespace Platform.Training.Runs;

/// <summary>
/// Writes down how long a run holds its device, every quarter of a minute from a timer's thread and at the end: a process that is killed loses at most the last interval. While the database does not
/// answer, the time is kept for the next try.
/// </summary>
internal sealed partial class TrainingMeter : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly RecordTrainingUseCommand _record;
    private readonly RunRecord _run;
    private readonly TrainingUseDevice _device;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _writtenAt;
    private bool _isOver;

    /// <param name="device">As libtorch calls it, such as <c>cuda:0</c>.</param>
    public TrainingMeter(RecordTrainingUseCommand record, RunRecord run, string device, TimeProvider time, ILogger logger)
    {
        (_record, _run, _time, _logger) = (record, run, time, logger);
        _device = device.StartsWith("cuda", StringComparison.Ordinal) ? TrainingUseDevice.Cuda : TrainingUseDevice.Cpu;
        _writtenAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Write(), null, Interval, Interval);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Write();
        lock (_lock)
        {
            _isOver = true;
        }
    }

    private void Write()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_isOver || now <= _writtenAt)
            {
                return;
            }

            try
            {
                _record.ExecuteAsync(Actor.Platform, _run.Id, _run.ProjectId, _device, _time.GetElapsedTime(_writtenAt, now).TotalSeconds, CancellationToken.None).GetAwaiter().GetResult();
                _writtenAt = now;
            }
            catch (Exception failure)
            {
                // A training must not end because a record of it cannot be written.
                LogNotWritten(_logger, _run.Id, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The training time of run {RunId} could not be written; it is tried again")]
    private static partial void LogNotWritten(ILogger logger, Guid runId, Exception failure);
}
