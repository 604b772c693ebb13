using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Platform.Tests.Web.Components;

/// <summary>bUnit's package names AngleSharp.Diffing in a version that does not restore; the one in the output folder serves as well.</summary>
internal static class DiffingAssembly
{
    [ModuleInitializer]
    internal static void ResolveFromOutput() => AssemblyLoadContext.Default.Resolving += (context, name) =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll");
        return name.Name == "AngleSharp.Diffing" && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    };
}
