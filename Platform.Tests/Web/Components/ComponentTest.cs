using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;
using Platform.Web.Hosting;

namespace Platform.Tests.Web.Components;

/// <summary>A renderer with the services that every component may ask for; texts are English.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("en");
        Services.AddLogging();
        Services.AddPlatformLocalization();
        Services.AddScoped<Toasts>();
        Services.AddScoped<Shell>();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }
}
