namespace Platform.Training.Trainer;

/// <summary>Keeps checkpoints; called on the training thread.</summary>
public interface ICheckpointSink
{
    /// <summary>Writes a snapshot whole or not at all.</summary>
    /// <returns>Name of the file that holds it.</returns>
    /// <exception cref="IOException">Disk full or not writable; everything saved before is intact.</exception>
    string Save(TrainingSnapshot snapshot, CheckpointKind kind);
}

/// <summary>Why a checkpoint is kept.</summary>
public enum CheckpointKind
{
    /// <summary>Of the newest epoch, or of the step at which a run was paused; the newest two are kept.</summary>
    Rolling,

    /// <summary>Of every n-th epoch; the newest few are kept.</summary>
    Interval,

    /// <summary>Of the best epoch so far, without resume state.</summary>
    Best,

    /// <summary>Of the last epoch, without resume state.</summary>
    Final,
}
