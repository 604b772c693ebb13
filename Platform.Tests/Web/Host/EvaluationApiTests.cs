using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Commands;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

public sealed class EvaluationApiTests
{
    [Theory, EveryDatabase]
    public async Task Evaluation_AskedFor_IsGivenWithItsDetailsToItsDepartmentOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await seed.FreezeAsync(database);
        var version = await seed.AddModelVersionAsync(database, "Detector");
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        var evaluation = await host.Get<RecordEvaluationCommand>().ExecuteAsync(
            seed.Actor, new NewEvaluation(version.Id, seed.Version.Id, SplitKind.Test, .8, .7, .9, .85, .5, """{"worst":{"images":[]}}"""), default);
        using var api = await host.ClientOfAsync(seed.Actor);
        using var foreign = await host.ClientOfAsync(other.Actor);

        (await api.GetFromJsonAsync<JsonElement>($"/api/evaluations/{evaluation}")).GetProperty("map50").GetDouble().Should().Be(.85);
        (await api.GetFromJsonAsync<JsonElement>($"/api/evaluations/{evaluation}/details")).GetProperty("worst").GetProperty("images").GetArrayLength().Should().Be(0);
        (await foreign.GetAsync($"/api/evaluations/{evaluation}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await foreign.GetAsync($"/api/evaluations/{evaluation}/details")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
