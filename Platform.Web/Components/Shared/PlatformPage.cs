using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Shared;

/// <summary>What every page needs: its person, its place in the shell, and a token that ends with it.</summary>
public abstract class PlatformPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();

    // Taken at once: what is still under way when the page is left asks for the token after its source was disposed.
    protected PlatformPage() => Left = _left.Token;

    [Inject]
    public required Operations Operations { get; init; }

    [Inject]
    public required Shell Shell { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left { get; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected Task<Actor> ActorAsync() => Operations.ActorAsync(Left);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _left.Cancel();
            _left.Dispose();
        }
    }
}
