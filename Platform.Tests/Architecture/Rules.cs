using System.Reflection;

namespace Platform.Tests.Architecture;

/// <summary>The rules of dependency: each answers with the violations it finds among the given types.</summary>
internal static class Rules
{
    private static readonly string[] s_outsideModel = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions.Logging", "Amazon", "Npgsql", "Microsoft.Data.Sqlite", "Radzen"];

    /// <summary>An area's Model knows no database, web, cloud or logging type.</summary>
    public static IEnumerable<string> ModelIsPlain(IEnumerable<Type> types) =>
        Referring(types.Where(type => Within(type, ".Model")), type => s_outsideModel.Any(prefix => StartsWith(type, prefix)));

    /// <summary>EF Core stays in Core's Data, Commands and Queries and in the registration of Data.</summary>
    public static IEnumerable<string> EntityFrameworkStaysInData(IEnumerable<Type> types) =>
        Referring(
            types.Where(type => !Within(type, ".Data") && !Within(type, ".Commands") && !Within(type, ".Queries")),
            type => StartsWith(type, "Microsoft.EntityFrameworkCore"));

    /// <summary>Npgsql and SQLite are named in the providers' folder only.</summary>
    public static IEnumerable<string> ProvidersStayInTheirFolder(IEnumerable<Type> types) =>
        Referring(types.Where(type => !Within(type, ".Data.Providers")), type => StartsWith(type, "Npgsql") || StartsWith(type, "Microsoft.Data.Sqlite"));

    /// <summary>The AWS client is named in Core.Storage only.</summary>
    public static IEnumerable<string> AmazonStaysInStorage(IEnumerable<Type> types) =>
        Referring(types.Where(type => !Within(type, ".Storage")), type => StartsWith(type, "Amazon"));

    /// <summary>The trainer and what it stands on use no hosting, database or web type.</summary>
    public static IEnumerable<string> TrainerIsPlain(IEnumerable<Type> types)
    {
        string[] areas = [".Trainer", ".Models", ".Losses", ".Assigners", ".Optimization", ".Recipes", ".Torch"];
        string[] banned = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions.Hosting"];
        return Referring(
            types.Where(type => type.Namespace?.StartsWith("Platform.Training", StringComparison.Ordinal) == true && areas.Any(area => Within(type, area))),
            type => banned.Any(prefix => StartsWith(type, prefix)));
    }

    /// <summary>Native functions are declared in Training.Interop only.</summary>
    public static IEnumerable<string> NativeCallsStayInInterop(IEnumerable<Type> types) =>
        from type in types
        where !Within(type, ".Interop")
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
        select $"{type.FullName} declares the native function {method.Name}";

    /// <summary>Commands and queries are sealed.</summary>
    public static IEnumerable<string> OperationsAreSealed(IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsSealed: false, IsAbstract: false } && (type.Name.EndsWith("Command", StringComparison.Ordinal) || type.Name.EndsWith("Queries", StringComparison.Ordinal))
        select $"{type.FullName} is not sealed";

    /// <summary>Entities change by methods that name the change, never by a public setter.</summary>
    public static IEnumerable<string> EntitiesHaveNoPublicSetters(IEnumerable<Type> types) =>
        from type in types
        where Within(type, ".Model") && type.IsClass && !type.IsAbstract && type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, []) is not null
        from property in type.GetProperties()
        where property.SetMethod is { IsPublic: true }
        select $"{type.FullName}.{property.Name} has a public setter";

    /// <summary>Time comes from TimeProvider, ids are version 7, nobody blocks on a task, no library writes to the console.</summary>
    public static IEnumerable<string> BannedMembers(IEnumerable<Type> types) =>
        from type in types
        from member in TypeDependencies.MembersOf(type)
        let name = $"{member.DeclaringType?.Name}.{member.Name}"
        where name is "DateTime.get_Now" or "DateTime.get_UtcNow" or "DateTimeOffset.get_UtcNow" or "DateTimeOffset.get_Now" or "Guid.NewGuid" or "Task.Wait" or "Task`1.get_Result"
            || member.DeclaringType == typeof(Console)
        select $"{type.FullName} uses {name}";

    private static IEnumerable<string> Referring(IEnumerable<Type> types, Func<Type, bool> banned) =>
        from type in types
        from dependency in TypeDependencies.TypesOf(type).Where(banned).Take(3)
        select $"{type.FullName} refers to {dependency.FullName}";

    private static bool Within(Type type, string area) => $".{type.Namespace}.".Contains($"{area}.", StringComparison.Ordinal);

    private static bool StartsWith(Type type, string prefix) => type.Namespace?.StartsWith(prefix, StringComparison.Ordinal) == true;
}
