using System.ComponentModel.DataAnnotations;
using Platform.Core.Imaging;
using Platform.Core.SmartTools;
using Platform.Core.Tiles;
using Platform.Training.Deployments;
using Platform.Training.Imaging;
using Platform.Training.Runs;

namespace Platform.Web.Hosting;

/// <summary>Trainings and everything that uses a trained model.</summary>
public static class TrainingSetup
{
    public static void AddPlatformTraining(this WebApplicationBuilder builder)
    {
        var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var options = builder.Configuration.GetSection("Training").Get<RunOptions>() ?? new RunOptions();
        options.Root = Path.GetFullPath(options.Root.Length > 0 ? options.Root : Path.Combine(platform.FullDataRoot, "runs"));
        builder.Services.AddPlatformRuns(options);
        builder.Services.AddSingleton<IImageCodec>(services => services.GetRequiredService<OpenCvImageCodec>());
        builder.Services.AddSingleton<ISmartTools, OpenCvSmartTools>();
        builder.Services.AddSingleton<ITileCutter>(new TileCutter());
        builder.Services.AddHostedService<TrainingHost>();
        var serving = builder.Configuration.GetSection("Serving").Get<ServingOptions>() ?? new ServingOptions();
        Validator.ValidateObject(serving, new ValidationContext(serving), validateAllProperties: true);
        builder.Services.AddPlatformServing(serving, Path.Combine(platform.FullDataRoot, "keys", "bundle-signing.pem"));
        builder.Services.AddHostedService<ServingHost>();
    }
}
