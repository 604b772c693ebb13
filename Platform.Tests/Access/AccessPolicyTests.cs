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
        use_llm             yes      yes         yes        yes      yes
        edit_llm_presets    -        yes         yes        -        yes
        manage_llm          -        -           yes        -        yes
        manage_department   -        -           -          yes      yes
        manage_platform     -        -           -          -        yes
        """;

    private static readonly Guid s_own = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_other = Guid.Parse("00000000-0000-0000-0000-000000000002");

    private const string Scopes = """
        permission          training  annotation  llm  admin
        view_project        yes       yes         -    yes
        create_project      -         -           -    yes
        edit_project        -         -           -    yes
        edit_ontology       -         yes         -    -
        upload_assets       -         yes         -    -
        annotate            -         yes         -    -
        review              -         yes         -    -
        freeze_dataset      -         yes         -    -
        train_model         yes       -           -    -
        deploy_model        yes       -           -    -
        use_llm             -         -           yes  -
        edit_llm_presets    -         -           yes  -
        manage_llm          -         -           yes  -
        manage_department   -         -           -    yes
        manage_platform     -         -           -    yes
        """;

    public static TheoryData<string, string, bool> Cells() => CellsOf(Matrix);

    public static TheoryData<string, string, bool> ScopeCells() => CellsOf(Scopes);

    private static TheoryData<string, string, bool> CellsOf(string matrix)
    {
        var rows = matrix.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
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
    public void Matrix_NamesEveryPermission()
    {
        Cells().Select(cell => cell.Data.Item1).Distinct().Should().BeEquivalentTo(EnumText<Permission>.All);
        ScopeCells().Select(cell => cell.Data.Item1).Distinct().Should().BeEquivalentTo(EnumText<Permission>.All);
        ScopeCells().Select(cell => cell.Data.Item2).Distinct().Should().BeEquivalentTo(EnumText<TokenScope>.All);
    }

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

    [Theory]
    [MemberData(nameof(Cells))]
    public void ShownMatrix_IsTheOneThatCounts(string permission, string column, bool allowed) =>
        PermissionMatrix.Allows(EnumText<MatrixColumn>.Parse(column), EnumText<Permission>.Parse(permission)).Should().Be(allowed);

    [Theory]
    [MemberData(nameof(ScopeCells))]
    public void Scope_OfAToken_FollowsTheMatrix(string permission, string scope, bool allowed)
    {
        var admin = ActorOf("admin") with { Grant = new TokenGrant(Guid.Empty, [EnumText<TokenScope>.Parse(scope)], null, null, null) };

        AccessPolicy.Allows(admin, EnumText<Permission>.Parse(permission), s_own).Should().Be(allowed);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void AllScopes_TakeNothingAway(string permission, string role, bool allowed)
    {
        var actor = ActorOf(role) with { Grant = new TokenGrant(Guid.Empty, ScopePolicy.All, null, null, null) };

        AccessPolicy.Allows(actor, EnumText<Permission>.Parse(permission), s_own).Should().Be(allowed);
    }

    [Fact]
    public void Scopes_Stored_ReadBackInOneOrder()
    {
        ScopePolicy.ToText([TokenScope.Admin, TokenScope.Training, TokenScope.Admin]).Should().Be("training admin");
        ScopePolicy.Parse("training admin").Should().Equal(TokenScope.Training, TokenScope.Admin);
        ScopePolicy.ToText(ScopePolicy.All).Length.Should().BeLessThanOrEqualTo(AccessToken.ScopesLength);
    }

    private static Actor ActorOf(string role) => new(
        Guid.Empty, role, role == "manager" ? UserRole.Analyst : EnumText<UserRole>.Parse(role), s_own, ManagesDepartment: role == "manager");
}
