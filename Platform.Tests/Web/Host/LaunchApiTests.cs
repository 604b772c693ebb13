using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

public sealed class LaunchApiTests
{
    [Theory, EveryDatabase]
    public async Task Check_OfATraining_TellsDataWarningsEstimateAndDifferences(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await seed.FreezeAsync(database);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);
        using var foreign = await host.ClientOfAsync(other.Actor);
        var model = await host.Get<CreateModelCommand>().ExecuteAsync(seed.Actor, seed.Project.Id, "Finder", ModelTask.Det, null, default);
        object body = new { modelId = model, datasetVersionId = seed.Version.Id, recipeText = "epochs: 5\nimageSize: 64\n" };

        using var answer = await api.PostAsJsonAsync("/api/runs/check", body);

        var check = await answer.Content.ReadFromJsonAsync<JsonElement>();
        check.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString()).Should().Contain(["few_images", "empty_val"]);
        check.GetProperty("estimate").GetProperty("basis").GetString().Should().Be("reference");
        check.GetProperty("estimate").GetProperty("seconds").GetDouble().Should().BePositive();
        check.GetProperty("differences").EnumerateArray().Select(difference => difference.GetProperty("field").GetString()).Should().BeEquivalentTo("epochs", "imageSize");
        check.GetProperty("facts").GetProperty("images").GetProperty("train").GetInt32().Should().Be(1);
        (await foreign.PostAsJsonAsync("/api/runs/check", body)).StatusCode.Should().Be(HttpStatusCode.NotFound, "the counted version is remembered, but not for other departments");
    }

    [Theory, EveryDatabase]
    public async Task Recipe_AsText_IsReadOrItsFaultsAreNamed(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);
        var model = await host.Get<CreateModelCommand>().ExecuteAsync(seed.Actor, seed.Project.Id, "Finder", ModelTask.Cls, null, default);

        var good = await ReadAsync(api, model, "epochs: 5");
        good.GetProperty("recipe").GetProperty("task").GetString().Should().Be("cls", "the model's task gives the defaults");
        good.GetProperty("yaml").GetString().Should().Contain("epochs: 5\n").And.Contain("imageSize: 224");

        var bad = await ReadAsync(api, model, "epoch: 5\nimageSize: 100");
        bad.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()).Should().Equal("epoch", "imageSize");
        bad.GetProperty("recipe").ValueKind.Should().Be(JsonValueKind.Null);

        using var launched = await api.PostAsJsonAsync("/api/runs", new { modelId = model, datasetVersionId = seed.Version.Id, recipeText = "epochs: many" });
        launched.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await launched.Content.ReadAsStringAsync()).Should().Contain("epochs is");

        (await api.GetFromJsonAsync<JsonElement>($"/api/models/{model}/presets")).EnumerateObject().Select(preset => preset.Name).Should().Equal("quick_look", "balanced", "best");
    }

    [Fact]
    public async Task Compare_OfOneRun_SaysHowManyItTakes()
    {
        await using var host = new PlatformHost();
        await host.InitializeAsync();
        await host.SetUpAsync();

        using var answer = await host.Api.GetAsync("/api/runs/compare");

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().Should().Be("runs.compare_count");
        (await host.Api.GetAsync($"/api/runs/compare?id={Guid.CreateVersion7()}&id={Guid.CreateVersion7()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> ReadAsync(HttpClient api, Guid model, string text)
    {
        using var answer = await api.PostAsJsonAsync($"/api/models/{model}/recipe", new { text });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
