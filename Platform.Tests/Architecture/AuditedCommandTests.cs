using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Shared;

namespace Platform.Tests.Architecture;

/// <summary>Commands whose acts somebody may have to answer for put them on record.</summary>
public sealed partial class AuditedCommandTests
{
    /// <summary>Commands that record something, and what stands in their place where another type writes it.</summary>
    private static readonly HashSet<string> s_audited =
    [
        "AdmitIdentity", "ApproveRegistration", "DeclineRegistration", "ReopenRegistration", "ChangePassword", "ChangeUserRole", "CreateDepartment", "DeleteAssets", "DeleteProject", "DeployModel", "DiscardModelVersion", "EmptyTrash", "EndSessions", "FirstPersonSetup", "FreezeDatasetVersion", "FreezeModelVersion",
        "FreezeOntologyVersion", "MoveProject", "MoveUser", "NoteTokenUse", "RecordAuditEntry", "RecordPromotion", "RecordSignIn", "RedeemPersonalLink", "RegisterTrainedModel",
        "RemoveImportedWeights", "RevokeAccessToken", "RevokePersonalLink", "SetDepartmentQuotas", "SetUserActive", "SignInByPassword",
        "RegisterLlmModel", "ChangeLlmModel", "RemoveLlmModel", "CreateLlmPreset", "ChangeLlmPreset", "RemoveLlmPreset", "RegisterLlmDeployment", "ChangeLlmDeployment", "RemoveLlmDeployment",
        "SetLlmCredential", "SetLlmDeploymentStatus", "RegisterEchoEngine", "CreateLlmDataset", "UploadLlmDataset", "ChangeLlmDataset", "RemoveLlmDataset",
    ];

    /// <summary>Commands whose names promise a record, and why they write none themselves.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["DeleteComment"] = "talk about an image; its author takes it back",
        ["PromoteCanary"] = "DeploymentChanges records it",
        ["RollBackDeployment"] = "DeploymentChanges records it",
        ["SwitchDeployment"] = "DeploymentChanges records it",
        ["PromoteModelVersion"] = "RecordPromotion records it",
        ["RegisterArtifact"] = "a file of a version; the version itself is on record",
        ["RegisterImportedWeights"] = "adds to the project's list",
        ["ExportVersion"] = "InterchangeDesk records who asked for it",
        ["HandOverDepartment"] = "Succession records it",
        ["IssueAccessToken"] = "NewTokens records it",
        ["IssuePersonalLink"] = "NewLinks records it",
        ["RegisterUser"] = "Registration records it",
        ["SetCanary"] = "DeploymentChanges records it",
    };

    [Fact]
    public void Commands_ThatMustRecord_CallTheAuditTrail()
    {
        var commands = Commands().ToList();

        commands.Where(Records).Select(NameOf).Should().BeEquivalentTo(s_audited);
        Records(typeof(Core.Deployments.Commands.DeploymentChanges)).Should().BeTrue();
        Records(typeof(Core.People.Commands.NewTokens)).Should().BeTrue();
        Records(typeof(Core.People.Commands.NewLinks)).Should().BeTrue();
        Records(typeof(Core.People.Commands.Registration)).Should().BeTrue();
        Records(typeof(Core.People.Commands.Succession)).Should().BeTrue();
        Records(typeof(Core.Interchange.Jobs.InterchangeDesk)).Should().BeTrue();
    }

    [Fact]
    public void Commands_WhoseNamesPromiseARecord_HaveOneOrSayWhyNot() =>
        Commands().Select(NameOf).Where(name => Weighty().IsMatch(name) && !s_audited.Contains(name)).Should().BeEquivalentTo(s_elsewhere.Keys);

    [Fact]
    public void Actions_AllOfThem_AreDistinctAndFitTheirColumns()
    {
        AuditActions.All.Should().OnlyHaveUniqueItems().And.OnlyContain(action => action.Length <= AuditEntry.ActionLength);
        AuditKinds.All.Should().OnlyHaveUniqueItems().And.OnlyContain(kind => kind.Length <= AuditEntry.KindLength);
    }

    private static IEnumerable<Type> Commands() => new[] { typeof(Ids).Assembly, Assembly.Load("Platform.Training") }
        .SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsNested && type.Name.EndsWith("Command", StringComparison.Ordinal));

    private static bool Records(Type type) => TypeDependencies.MembersOf(type).Concat(TypeDependencies.MembersOf(type).OfType<MethodInfo>().Where(method => method.DeclaringType == type))
        .Any(member => member.DeclaringType == typeof(AuditTrail) || (member.DeclaringType == typeof(RecordAuditEntryCommand) && type != typeof(RecordAuditEntryCommand)));

    private static string NameOf(Type command) => command.Name[..^"Command".Length];

    [GeneratedRegex("^(Delete|Remove|Discard|Empty|Freeze|Export|Promote|RollBack|Switch|SetCanary|Deploy|Issue|Revoke|ChangeUser|SetUser|Register|HandOver|CreateDepartment)")]
    private static partial Regex Weighty();
}
