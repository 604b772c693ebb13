using Microsoft.Extensions.Options;
using Platform.Core.People;

namespace Platform.Web.SignIn.Firebase;

/// <summary>Registers signing in by Firebase. Its settings are checked at start.</summary>
public static class FirebaseSetup
{
    public static void AddFirebaseSignIn(this IServiceCollection services)
    {
        services.AddOptions<FirebaseOptions>().BindConfiguration(FirebaseOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FirebaseOptions>, ValidateFirebaseOptions>();
        services.AddSingleton(services => ActivatorUtilities.CreateInstance<FirebaseCertificates>(services, FirebaseCertificates.NewClient()));
        services.AddSingleton<IIdentityTokenVerifier, FirebaseTokenVerifier>();
        services.AddSingleton<FirebaseAdmission>();
    }
}
