using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Departments.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Departments;

/// <summary>One department: its members and manager, what it uses and may use, and what moves out of it.</summary>
public sealed partial class DepartmentPage
{
    private Actor? _actor;
    private DepartmentStanding? _standing;
    private DepartmentUsage? _usage;
    private IReadOnlyList<Member> _members = [];
    private IReadOnlyList<DepartmentSummary> _others = [];
    private bool _editingQuotas;
    private bool _handingOver;
    private Member? _leaving;
    private Member? _moving;
    private ProjectUse? _movingProject;

    [Inject]
    public required DepartmentUsageQueries Usage { get; init; }

    [Inject]
    public required PeopleQueries People { get; init; }

    [Inject]
    public required HandOverDepartmentCommand HandOver { get; init; }

    [Inject]
    public required SetUserActiveCommand SetActive { get; init; }

    [Parameter]
    public Guid DepartmentId { get; set; }

    private IReadOnlyList<Person> Candidates => [.. _members.Where(member => member is { IsActive: true, ManagesDepartment: false }).Select(member => new Person(member.Id, member.Name))];

    private IReadOnlyList<string> Months => [.. _usage!.Months.Select(month => month.Month)];

    private string LeavingText => _leaving switch
    {
        null => "",
        { ManagesDepartment: true } when Candidates.Count == 0 => L["departments.leave.last", _leaving.Name],
        { ManagesDepartment: true } => L["departments.leave.manager", _leaving.Name],
        _ => L["departments.leave.member", _leaving.Name],
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_standing?.Id != DepartmentId)
        {
            (_standing, _usage) = (null, null);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _actor = await ActorAsync();
        var actor = _actor;

        // Off the renderer's thread: SQLite answers synchronously.
        (_standing, _members, _others) = await Task.Run(
            async () => (
                await Usage.StandingAsync(actor, DepartmentId, Left),
                await People.MembersAsync(actor, DepartmentId, Left),
                actor.IsAdmin ? (IReadOnlyList<DepartmentSummary>)[.. (await People.DepartmentsAsync(actor, Left)).Where(other => other.Id != DepartmentId)] : []),
            Left);
        Shell.Show(null, null, [new Crumb(L["nav.people"], "/people"), new Crumb(L["departments.title"], "/departments"), new Crumb(_standing.Name)]);
        StateHasChanged();

        // What takes longest at a million annotations comes after everything that people act on.
        _usage = await Task.Run(() => Usage.UsageAsync(actor, DepartmentId, Left), Left);
        StateHasChanged();
    }

    private async Task HandOverAsync(Guid? successor)
    {
        _handingOver = false;
        await ThenAsync(await Operations.TryAsync(actor => HandOver.ExecuteAsync(actor, DepartmentId, successor!.Value, Left), L["people.handedOver", NameOf(successor)]));
    }

    private async Task DeactivateAsync(Guid? successor)
    {
        var member = _leaving!;
        _leaving = null;
        await ThenAsync(await Operations.TryAsync(actor => SetActive.ExecuteAsync(actor, member.Id, active: false, Left, successor, DepartmentId), L["departments.left", member.Name]));
    }

    // A manager who has handed over manages nothing here any more.
    private async Task ThenAsync(bool done)
    {
        if (!done)
        {
            return;
        }

        var actor = await ActorAsync();
        if (AccessPolicy.Allows(actor, Permission.ManageDepartment, DepartmentId))
        {
            await LoadAsync();
        }
        else
        {
            Navigation.NavigateTo("/people");
        }
    }

    private string NameOf(Guid? id) => _members.FirstOrDefault(member => member.Id == id)?.Name ?? "";

    private MonthSeries SeriesOf(string key, int color, Func<MonthUse, double> value) => new(L[key], $"var(--pf-chart-{color})", [.. _usage!.Months.Select(value)]);

    private static string Bytes(double value) => Sizes.Short((long)value);

    private string Hours(double value) => L["departments.hours", value.ToString("#,0.##", CultureInfo.CurrentCulture)];

    private static string Whole(double value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
