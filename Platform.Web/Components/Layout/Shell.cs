namespace Platform.Web.Components.Layout;

/// <summary>One step of the breadcrumb.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>Where the page of this circuit stands; pages set it, sidebar and top bar show it.</summary>
public sealed class Shell
{
    public event Action? Changed;

    public Guid? ProjectId { get; private set; }

    public string? ProjectName { get; private set; }

    public IReadOnlyList<Crumb> Crumbs { get; private set; } = [];

    /// <summary>Pages that need every pixel (the canvas) hide the page's padding.</summary>
    public bool IsFullBleed { get; private set; }

    public void Show(Guid? projectId, string? projectName, IReadOnlyList<Crumb> crumbs)
    {
        (ProjectId, ProjectName, Crumbs) = (projectId, projectName, crumbs);
        Changed?.Invoke();
    }

    public void EnterFullBleed() => SetFullBleed(true);

    public void LeaveFullBleed() => SetFullBleed(false);

    private void SetFullBleed(bool fullBleed)
    {
        IsFullBleed = fullBleed;
        Changed?.Invoke();
    }
}
