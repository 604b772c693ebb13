using System.Runtime.InteropServices;
using Platform.Training.Interop;

namespace TorchSharp;

/// <summary>
/// Frees the tensors made on this thread while it was the innermost scope. Scopes nest on a thread-static stack and are
/// disposed in the reverse order of their making.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? s_current;

    // A tensor knows its place here, so that leaving a scope early costs no search; left places are null.
    private readonly List<torch.Tensor?> _tensors = [];
    private List<IDisposable>? _others;
    private bool _disposed;

    internal DisposeScope()
    {
        OuterScope = s_current;
        s_current = this;
    }

    public DisposeScope? OuterScope { get; }

    /// <summary>Number of tensors that the scope would free now.</summary>
    public int DisposablesCount => _tensors.Count(t => t is not null) + (_others?.Count ?? 0);

    internal static DisposeScope? Current => s_current;

    internal void Add(torch.Tensor tensor)
    {
        tensor.ScopeIndex = _tensors.Count;
        tensor.Scope = this;
        _tensors.Add(tensor);
    }

    internal void Remove(torch.Tensor tensor)
    {
        // The end of the list goes first in the usual order of disposal; dropping it keeps the list short.
        if (tensor.ScopeIndex == _tensors.Count - 1)
        {
            _tensors.RemoveAt(tensor.ScopeIndex);
        }
        else
        {
            _tensors[tensor.ScopeIndex] = null;
        }
        tensor.Scope = null;
    }

    internal void Add(IDisposable disposable) => (_others ??= []).Add(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveToOther(OuterScope, disposable);
        return disposable;
    }

    public (T1, T2) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public T Detach<T>(T disposable) where T : IDisposable
    {
        MoveToOther(null, disposable);
        return disposable;
    }

    public void Attach(IDisposable disposable) => MoveToOther(this, disposable);

    public void MoveToOther(DisposeScope? scope, IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope?.Remove(tensor);
            scope?.Add(tensor);
            return;
        }
        _others?.Remove(disposable);
        scope?.Add(disposable);
    }

    /// <summary>Frees what the scope holds now and leaves it open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(params IDisposable[] kept)
    {
        var stay = new HashSet<IDisposable>(kept, ReferenceEqualityComparer.Instance);
        var handles = new List<nint>(_tensors.Count);
        var remaining = new List<torch.Tensor>();
        foreach (var tensor in _tensors)
        {
            if (tensor is null)
            {
                continue;
            }
            if (stay.Count > 0 && stay.Contains(tensor))
            {
                remaining.Add(tensor);
                continue;
            }
            tensor.Scope = null;
            var handle = tensor.TakeHandle();
            if (handle != 0)
            {
                handles.Add(handle);
            }
        }
        _tensors.Clear();
        foreach (var tensor in remaining)
        {
            Add(tensor);
        }
        Free(handles);
        if (_others is not null)
        {
            var others = _others;
            _others = others.FindAll(stay.Contains);
            others.FindAll(other => !stay.Contains(other)).ForEach(other => other.Dispose());
        }
    }

    /// <summary>Frees everything the scope holds and closes it, with the inner scopes that were left open.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        while (s_current is { } inner && inner != this && IsInside(inner))
        {
            inner.Dispose();
        }
        if (s_current == this)
        {
            s_current = OuterScope;
        }
        DisposeEverything();
    }

    private bool IsInside(DisposeScope scope)
    {
        for (var outer = scope.OuterScope; outer is not null; outer = outer.OuterScope)
        {
            if (outer == this)
            {
                return true;
            }
        }
        return false;
    }

    private static unsafe void Free(List<nint> handles)
    {
        if (handles.Count > 0)
        {
            fixed (nint* first = CollectionsMarshal.AsSpan(handles))
            {
                TorchNative.TensorsFree(first, handles.Count);
            }
        }
    }
}

/// <summary>Moves between scopes for anything that a scope can hold.</summary>
public static class DisposeScopeExtensions
{
    public static T MoveToOuterDisposeScope<T>(this T disposable) where T : IDisposable
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope?.MoveToOuter(tensor);
        }
        else
        {
            DisposeScope.Current?.MoveToOuter(disposable);
        }
        return disposable;
    }

    public static T DetachFromDisposeScope<T>(this T disposable) where T : IDisposable
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope?.Detach(tensor);
        }
        else
        {
            DisposeScope.Current?.Detach(disposable);
        }
        return disposable;
    }

    public static T AttachToDisposeScope<T>(this T disposable) where T : IDisposable
    {
        DisposeScope.Current?.Attach(disposable);
        return disposable;
    }
}

public static partial class torch
{
    /// <summary>Opens a scope that frees the tensors made on this thread until it is disposed.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>Runs the body in a scope of its own; its result outlives the scope.</summary>
    public static T WrappedTensorDisposeScope<T>(Func<T> body) where T : Tensor
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(body());
    }
}
