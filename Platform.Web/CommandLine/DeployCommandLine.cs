using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Core.Shared;
using Platform.Training.Deployments;
using Platform.Web.Endpoints;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"deploy" and "predict": puts a model version to work, and asks it, without a browser; a server on the same data may be running.</summary>
public static class DeployCommandLine
{
    public static readonly IReadOnlyList<string> Names = ["deploy", "predict"];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static Task<int> RunAsync(string[] args) => RunAsync(args, AnsiConsole.Console);

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args, IAnsiConsole console, string[]? settings = null)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        return new RootCommand("Models at work.") { Deploy(), Predict(), database }.Parse(args).InvokeAsync();

        Task<int> WithAsync(ParseResult parsed, Func<CommandScope, Task<int>> work, CancellationToken cancellation) =>
            CommandScope.RunAsync(console, [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []], work, cancellation, besideServer: true);

        Command Deploy()
        {
            var version = new Argument<string>("MODEL_VERSION") { Description = TrainNames.ModelHelp };
            var name = new Option<string>("--name") { Required = true, Description = "Lower-case letters, digits and hyphens; a name that stands gets this version next." };
            var edge = new Option<bool>("--edge") { Description = "A bundle to take away instead of a service." };
            var canary = new Option<int?>("--canary") { Description = "Only this share of the requests, in percent, goes to the version." };
            var reason = new Option<string?>("--reason") { Description = "Why, although the version forgot classes of its parent." };
            var command = new Command("deploy", "Put a model version to work, and print its address.") { version, name, edge, canary, reason };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var id = await TrainNames.FindModelVersionAsync(scope, parsed.GetRequiredValue(version), cancellation);
                    var deployment = parsed.GetRequiredValue(name);
                    if (parsed.GetValue(canary) is { } weight)
                    {
                        await scope.Get<SetCanaryCommand>().ExecuteAsync(scope.Actor, deployment, id, weight, cancellation, parsed.GetValue(reason));
                    }
                    else
                    {
                        await scope.Get<DeployModelCommand>().ExecuteAsync(scope.Actor, id, deployment, parsed.GetValue(edge) ? DeploymentTarget.Edge : DeploymentTarget.Cloud, cancellation, parsed.GetValue(reason));
                    }

                    console.WriteLine((await scope.Get<DeploymentQueries>().GetAsync(scope.Actor, deployment, cancellation)).EndpointUrl);
                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }

        Command Predict()
        {
            var name = new Argument<string>("NAME") { Description = "Of the deployment." };
            var images = new Argument<FileInfo[]>("IMAGE") { Arity = ArgumentArity.OneOrMore, Description = "Files; each answer is one line of JSON." };
            var score = new Option<double?>("--score") { Description = "Lowest confidence, 0 to 1; the model's own where left out." };
            var command = new Command("predict", "Ask a deployed model about images, in this process.") { name, images, score };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var deployment = parsed.GetRequiredValue(name);
                    var server = scope.Get<DeploymentServer>();
                    await server.ApplyAsync((await scope.Get<DeploymentQueries>().GetAsync(scope.Actor, deployment, cancellation)).Id, cancellation);
                    foreach (var image in parsed.GetRequiredValue(images))
                    {
                        if (!image.Exists)
                        {
                            throw new DomainRuleException("command.no_image", string.Create(CultureInfo.InvariantCulture, $"There is no file {image.FullName}. Name image files."));
                        }

                        using var visit = server.Enter(scope.Actor, deployment);
                        var answer = await visit.PredictAsync(await File.ReadAllBytesAsync(image.FullName, cancellation), parsed.GetValue(score), cancellation);
                        console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(new { file = image.Name, answer = PredictionView.Of(deployment, answer) }, s_json));
                    }

                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }
    }
}
