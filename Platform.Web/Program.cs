using Platform.Web.CommandLine;
using Platform.Web.Hosting;
using Platform.Web.Quickstart;

if (args is [QuickstartCommandLine.Name, ..])
{
    return await QuickstartCommandLine.RunAsync(args[1..]);
}

if (args is [ImportCommandLine.Name, ..])
{
    return await ImportCommandLine.RunAsync(args[1..]);
}

if (args is [ExportCommandLine.Name, ..])
{
    return await ExportCommandLine.RunAsync(args[1..]);
}

if (args is [var name, ..] && DatasetCommandLine.Names.Contains(name))
{
    return await DatasetCommandLine.RunAsync(args);
}

if (args is [var training, ..] && TrainCommandLine.Names.Contains(training))
{
    return await TrainCommandLine.RunAsync(args);
}

if (args is [RunsCommandLine.Name, ..])
{
    return await RunsCommandLine.RunAsync(args[1..]);
}

if (args is [ConvertCommandLine.Name, ..])
{
    return await ConvertCommandLine.RunAsync(args[1..]);
}

if (args is [WeightsCommandLine.Name, ..])
{
    return await WeightsCommandLine.RunAsync(args[1..]);
}

if (args is [var serving, ..] && DeployCommandLine.Names.Contains(serving))
{
    return await DeployCommandLine.RunAsync(args);
}

await using var app = PlatformApplication.Build(args);
await app.PrepareAsync();
await app.RunAsync();
return 0;
