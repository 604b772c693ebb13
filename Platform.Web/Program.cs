using Platform.Web.CommandLine;
using Platform.Web.Hosting;

if (ConsoleCommands.Find(args) is { } command)
{
    return await command(args);
}

await using var app = PlatformApplication.Build(args);
await app.PrepareAsync();
await app.RunAsync();
return 0;
