using Platform.Core.Access;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Tests.Access;

/// <summary>The permission matrix, written out: a change of policy must change this table.</summary>
public sealed class AccessPolicyTests
{
    private const string Matrix = """
        permission          analyst  researcher  developer  manager  admin
        view_project        yes      yes         yes        yes      yes
        create_project      -        yes         yes        yes      yes
        edit_project        -        yes         yes        yes      yes
        edit_ontology       -        yes         yes        yes      yes
        upload_assets       -        yes         yes        yes      yes
        annotate            yes      yes         yes        yes      yes
        review              -        yes         yes        yes      yes
        freeze_dataset      -        yes         yes        yes      yes
        train_model         -        yes         yes        yes      yes
        deploy_model        -        -           yes        yes      yes
        manage_department   -        -           -          yes      yes
        manage_platform     -        -           -          -        yes
        """;

    private static readonly Guid s_own = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_other = Guid.Parse("00000000-0000-0000-0000-000000000002");

    public static TheoryData<string, string, bool> Cells()
    {
        var rows = Matrix.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var cells = new TheoryData<string, string, bool>();
        foreach (var row in rows.Skip(1))
        {
            for (var column = 1; column < row.Length; column++)
            {
                cells.Add(row[0], rows[0][column], row[column] == "yes");
            }
        }

        return cells;
    }

    [Fact]
    public void Matrix_NamesEveryPermission() =>
        Cells().Select(cell => cell.Data.Item1).Distinct().Should().BeEquivalentTo(EnumText<Permission>.All);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Role_InItsOwnDepartment_FollowsTheMatrix(string permission, string role, bool allowed) =>
        AccessPolicy.Allows(ActorOf(role), EnumText<Permission>.Parse(permission), s_own).Should().Be(allowed);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Role_InAnotherDepartment_MayDoNothingUnlessAdmin(string permission, string role, bool allowed)
    {
        _ = allowed;
        AccessPolicy.Allows(ActorOf(role), EnumText<Permission>.Parse(permission), s_other).Should().Be(role == "admin");
    }

    [Fact]
    public void Demand_NotAllowed_NamesThePermission()
    {
        var demand = () => AccessPolicy.Demand(ActorOf("analyst"), Permission.TrainModel, s_own);

        demand.Should().Throw<AccessDeniedException>().Which.Arguments.Should().Equal("train_model");
    }

    private static Actor ActorOf(string role) => new(
        Guid.Empty, role, role == "manager" ? UserRole.Analyst : EnumText<UserRole>.Parse(role), s_own, ManagesDepartment: role == "manager");
}
