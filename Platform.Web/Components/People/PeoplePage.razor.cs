using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Layout;
using Platform.Web.Components.SignIn;

namespace Platform.Web.Components.People;

/// <summary>Departments and their members: inviting, roles, activation, links that reset a password.</summary>
public sealed partial class PeoplePage
{
    private Actor? _actor;
    private IReadOnlyList<DepartmentSummary>? _departments;
    private IReadOnlyList<Member> _members = [];
    private Guid _department;
    private bool _inviting;
    private bool _creatingDepartment;
    private Member? _handingOverTo;
    private IReadOnlyDictionary<Guid, SignInState> _states = new Dictionary<Guid, SignInState>();
    private IssuedLink? _link;

    [Inject]
    public required PeopleQueries People { get; init; }

    [Inject]
    public required InviteUserCommand InviteUser { get; init; }

    [Inject]
    public required CreateDepartmentCommand CreateDepartment { get; init; }

    [Inject]
    public required ChangeUserRoleCommand ChangeRole { get; init; }

    [Inject]
    public required SetUserActiveCommand SetActive { get; init; }

    [Inject]
    public required HandOverDepartmentCommand HandOver { get; init; }

    [Inject]
    public required IssuePersonalLinkCommand IssueLink { get; init; }

    [Inject]
    public required RevokePersonalLinkCommand RevokeLink { get; init; }

    [Inject]
    public required PersonalLinkQueries Links { get; init; }

    private bool CanManage => _actor is not null && AccessPolicy.Allows(_actor, Permission.ManageDepartment, _department);

    private bool MayReadAudit => _actor is not null && AccessPolicy.Allows(_actor, Permission.ManageDepartment, _actor.DepartmentId);

    protected override async Task OnInitializedAsync()
    {
        Shell.Show(null, null, [new Crumb(L["nav.people"])]);
        _actor = await ActorAsync();
        _department = _actor.DepartmentId;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _departments = await People.DepartmentsAsync(_actor!, Left);
        _members = await People.MembersAsync(_actor!, _department, Left);
        _states = CanManage ? await Links.StatesAsync(_actor!, _department, Left) : new Dictionary<Guid, SignInState>();
    }

    private async Task SelectAsync(string department)
    {
        _department = Guid.Parse(department);
        await LoadAsync();
    }

    private async Task InviteAsync(PersonForm form)
    {
        if (await Operations.TryAsync(async actor => _link = await InviteUser.ExecuteAsync(actor, _department, form.ToPerson(), Left), L["people.registered", form.Name]))
        {
            _inviting = false;
            await LoadAsync();
        }
    }

    private async Task CreateDepartmentAsync(PersonForm form)
    {
        if (await Operations.TryAsync(async actor => (_department, _) = await CreateDepartment.ExecuteAsync(actor, form.Department, form.ToPerson(), Left), L["people.departmentCreated", form.Department]))
        {
            _creatingDepartment = false;
            await LoadAsync();
        }
    }

    private async Task ChangeRoleAsync(Member member, string? role)
    {
        if (Enum.TryParse<UserRole>(role, out var chosen))
        {
            await Operations.TryAsync(actor => ChangeRole.ExecuteAsync(actor, member.Id, chosen, Left), L["people.roleChanged"]);
            await LoadAsync();
        }
    }

    private async Task SetActiveAsync(Member member)
    {
        await Operations.TryAsync(actor => SetActive.ExecuteAsync(actor, member.Id, !member.IsActive, Left));
        await LoadAsync();
    }

    private async Task HandOverAsync()
    {
        var person = _handingOverTo!;
        _handingOverTo = null;
        if (await Operations.TryAsync(actor => HandOver.ExecuteAsync(actor, _department, person.Id, Left), L["people.handedOver", person.Name]))
        {
            _actor = await ActorAsync();
            await LoadAsync();
        }
    }

    private async Task IssueLinkAsync(Member member)
    {
        if (await Operations.TryAsync(async actor => _link = await IssueLink.ExecuteAsync(actor, member.Id, Left)))
        {
            await LoadAsync();
        }
    }

    private async Task RevokeLinkAsync(Member member)
    {
        await Operations.TryAsync(actor => RevokeLink.ExecuteAsync(actor, member.Id, Left), L["people.linkTakenBack"]);
        await LoadAsync();
    }

    private SignInState? StateOf(Member member) => _states.GetValueOrDefault(member.Id);

    private string? LinkAddress => _link is null ? null : $"{Navigation.BaseUri}{LinkPage.Path}?token={_link.Token}";

    private string? LinkText => _link is null ? null : (string)L[$"people.link.{KindOf(_link)}.text", _link.UserName, _link.ExpiresAt.ToLocalTime().ToString("g", CultureInfo.CurrentCulture)];

    private static string KindOf(IssuedLink link) => EnumText<PersonalLinkKind>.ToText(link.Kind);

    private bool MaySignIn(Member member) => _actor!.IsAdmin || member.Role != UserRole.Admin;

    private IReadOnlyList<UserRole> GrantableRoles(UserRole? present = null) =>
        [.. Enum.GetValues<UserRole>().Where(role => role == present || role != UserRole.Admin || _actor is { IsAdmin: true })];

    private static string RoleKey(UserRole role) => "role." + EnumText<UserRole>.ToText(role);
}
