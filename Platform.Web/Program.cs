using Platform.Web.Hosting;

await using var app = PlatformApplication.Build(args);
await app.PrepareAsync();
await app.RunAsync();
