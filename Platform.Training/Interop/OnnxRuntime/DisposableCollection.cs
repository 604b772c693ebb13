using System.Collections.ObjectModel;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A list whose items are disposed with it.</summary>
public interface IDisposableReadOnlyCollection<T> : IReadOnlyList<T>, IDisposable;

internal sealed class DisposableCollection<T>(IList<T> items) : ReadOnlyCollection<T>(items), IDisposableReadOnlyCollection<T>
    where T : IDisposable
{
    public void Dispose()
    {
        foreach (var item in this)
        {
            item.Dispose();
        }
    }
}
