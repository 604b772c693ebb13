using System.Reflection;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Tests.Architecture;

/// <summary>Every command asks who may: itself, or what it is made of.</summary>
public sealed class CommandPolicyTests
{
    private const int Depth = 3;

    /// <summary>Commands that ask nobody, and why.</summary>
    private static readonly Dictionary<string, string> s_own = new()
    {
        ["FirstPersonSetupCommand"] = "works only while there is nobody",
        ["RecordSignInCommand"] = "is the sign-in, for the person whom it has just proved",
        ["SignInByPasswordCommand"] = "is the sign-in",
        ["RedeemPersonalLinkCommand"] = "the link proves whose it is",
        ["NoteSessionUseCommand"] = "for the session that was just proved",
        ["AdmitIdentityCommand"] = "is the sign-in, for whoever the identity provider has just vouched for",
        ["ApplyJournalCommand"] = "writes what the gateway has let in",
        ["NoteTokenUseCommand"] = "for the token that was just proved",
    };

    private static readonly Assembly[] s_assemblies = [typeof(Ids).Assembly, Assembly.Load("Platform.Training")];

    [Fact]
    public void Commands_AllOfThem_AskThePolicy() =>
        s_assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsNested && type.Name.EndsWith("Command", StringComparison.Ordinal))
            .Where(command => !Asks(command, Depth)).Select(command => command.Name).Should().BeEquivalentTo(s_own.Keys);

    private static bool Asks(Type type, int depth)
    {
        var called = TypeDependencies.MembersOf(type).Select(member => member as Type ?? member.DeclaringType).OfType<Type>().Distinct().ToList();
        return called.Exists(other => other == typeof(AccessPolicy) || other == typeof(ScopePolicy) || other == typeof(ActorScope))
            || (depth > 1 && called.Exists(other => other != type && s_assemblies.Contains(other.Assembly) && IsOperation(other) && Asks(other, depth - 1)));
    }

    // Helpers of commands and queries, not everything that a command touches: an entity that happened to ask would prove nothing.
    private static bool IsOperation(Type type) => $".{type.Namespace}.".Contains(".Commands.", StringComparison.Ordinal) || $".{type.Namespace}.".Contains(".Queries.", StringComparison.Ordinal)
        || type.Name.EndsWith("Source", StringComparison.Ordinal) || type.Name.EndsWith("Store", StringComparison.Ordinal);
}
