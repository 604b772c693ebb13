using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;

namespace Platform.Core.People;

/// <summary>Registers the area People and who acts.</summary>
public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<ActorResolver>()
        .AddSingleton<PeopleQueries>()
        .AddSingleton<AccessTokenQueries>()
        .AddSingleton<BrowserSessionQueries>()
        .AddSingleton<PersonalLinkQueries>()
        .AddSingleton<FirstPersonSetupCommand>()
        .AddSingleton<CreateDepartmentCommand>()
        .AddSingleton<HandOverDepartmentCommand>()
        .AddSingleton<RegisterUserCommand>()
        .AddSingleton<ChangeUserRoleCommand>()
        .AddSingleton<SetUserActiveCommand>()
        .AddSingleton<RecordSignInCommand>()
        .AddSingleton<SignInByPasswordCommand>()
        .AddSingleton<ChangePasswordCommand>()
        .AddSingleton<InviteUserCommand>()
        .AddSingleton<IssuePersonalLinkCommand>()
        .AddSingleton<RevokePersonalLinkCommand>()
        .AddSingleton<RedeemPersonalLinkCommand>()
        .AddSingleton<NoteSessionUseCommand>()
        .AddSingleton<EndSessionsCommand>()
        .AddSingleton<IssueAccessTokenCommand>()
        .AddSingleton<ExchangeTokenCommand>()
        .AddSingleton<NoteTokenUseCommand>()
        .AddSingleton<RevokeAccessTokenCommand>()
        .AddSingleton<PendingRegistrationQueries>()
        .AddSingleton<AdmitIdentityCommand>()
        .AddSingleton<ApproveRegistrationCommand>()
        .AddSingleton<DeclineRegistrationCommand>()
        .AddSingleton<ReopenRegistrationCommand>();
}
