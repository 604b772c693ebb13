namespace Platform.Web.Components.Shared;

/// <summary>How a notice is coloured and how long it stays.</summary>
public enum ToastKind
{
    Success,
    Info,
    Error,
}

/// <summary>A short notice in the corner of the page.</summary>
public sealed record Toast(int Id, ToastKind Kind, string Text);

/// <summary>The notices of one circuit; at most <see cref="Limit"/> are shown, older ones give way.</summary>
public sealed class Toasts
{
    public const int Limit = 4;

    private readonly List<Toast> _shown = [];
    private int _lastId;

    public event Action<Toast>? Added;

    public IReadOnlyList<Toast> Shown => _shown;

    public void Success(string text) => Add(ToastKind.Success, text);

    public void Info(string text) => Add(ToastKind.Info, text);

    public void Error(string text) => Add(ToastKind.Error, text);

    public void Remove(int id) => _shown.RemoveAll(toast => toast.Id == id);

    private void Add(ToastKind kind, string text)
    {
        var toast = new Toast(++_lastId, kind, text);
        _shown.Add(toast);
        if (_shown.Count > Limit)
        {
            _shown.RemoveAt(0);
        }

        Added?.Invoke(toast);
    }
}
