using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;
using Radzen;

namespace Platform.Web.Hosting;

/// <summary>Blazor Server and the services that live as long as a circuit.</summary>
public static class ComponentSetup
{
    public static void AddPlatformComponents(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // A circuit holds ids and view state only, so keeping it through a short network outage is cheap.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            options.DisconnectedCircuitMaxRetained = 200;
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        });
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();

        // One circuit is one browser tab: notices and the page's place in the breadcrumb belong to it.
        services.AddScoped<Toasts>();
        services.AddScoped<Shell>();
        services.AddScoped<Operations>();
    }
}
