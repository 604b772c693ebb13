namespace Platform.Training.Checkpoints;

/// <summary>The folder of a run's checkpoints, seen as names and streams.</summary>
public interface ICheckpointFiles
{
    /// <summary>Writes a whole file or nothing: no reader ever sees a part, and an older file of that name survives a failure.</summary>
    void Write(string name, Action<Stream> content);

    Stream OpenRead(string name);

    bool Exists(string name);

    /// <summary>Every file there is, those that a killed write left behind among them.</summary>
    IReadOnlyList<string> List();

    /// <summary>Does nothing if there is no such file.</summary>
    void Delete(string name);
}
