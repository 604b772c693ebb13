using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Core.Deployments.Queries;
using Platform.Core.Imaging;
using Platform.Core.People.Model;
using Platform.Tests.EndToEnd;
using Platform.Tests.Support;
using Platform.Training.Deployments;
using Platform.Training.Imaging;

namespace Platform.Tests.Deployments;

/// <summary>Asking a deployed model over HTTP.</summary>
public sealed class PredictionApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_AnImage_AnswersInItsOwnPixelsAsJsonOrAsAPicture()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var image = KnownDetector.Image(250);

        var answer = await world.AnswerAsync(image);

        (answer.GetProperty("width").GetInt32(), answer.GetProperty("height").GetInt32(), answer.GetProperty("isCanary").GetBoolean()).Should().Be((128, 64, false));
        answer.GetProperty("modelVersionId").GetGuid().Should().Be(world.First);
        var found = answer.GetProperty("predictions").EnumerateArray().Should().ContainSingle().Which;
        found.GetProperty("classKey").GetString().Should().Be("cell");
        found.GetProperty("className").GetString().Should().Be("Cell");
        found.GetProperty("confidence").GetDouble().Should().BeInRange(0.9, 1);

        // Columns 10 to 30 of the halved image are 20 to 60; rows 10 to 40 begin in the padding of 16 and end at row 24, which is 48.
        JsonSerializer.Deserialize<Dictionary<string, double>>(found.GetProperty("box").GetRawText()).Should().Equal(new Dictionary<string, double> { ["x"] = 20, ["y"] = 0, ["width"] = 40, ["height"] = 48 });
        (await world.AnswerAsync(image, "?minimumScore=0.9999999")).GetProperty("predictions").GetArrayLength().Should().Be(0);

        using var overlay = await world.AskAsync(image, "?overlay=true");
        overlay.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
        var drawn = new OpenCvImageCodec().DecodeRgb(await overlay.Content.ReadAsByteArrayAsync(Cancellation));
        (drawn.Width, drawn.Height, drawn.Pixels.Any(value => value < 150)).Should().Be((128, 64, true));
        (await world.AnswerAsync(image, "?picture=true")).GetProperty("picture").GetString().Should().StartWith("data:image/jpeg;base64,");

        world.Api.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("image/jpeg"));
        using var accepted = await world.AskAsync(image);
        accepted.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
    }

    [Fact]
    public async Task Predict_AForm_ReadsItsFirstFile()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        using var form = new MultipartFormDataContent { { new StringContent("x"), "note" }, { new ByteArrayContent(KnownDetector.Image(250)), "file", "a.png" } };

        using var response = await world.Api.PostAsync("/api/deployments/cells/predict", form, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        using var refused = await world.Api.PostAsync("/api/deployments/cells/predict", empty, Cancellation);
        (await CodeAsync(refused)).Should().Be((422, "deployment.no_image"));
    }

    [Fact]
    public async Task Predict_WhatIsNoImageOrTooLarge_IsRefusedAndCounted()
    {
        await using var world = await DeployedWorld.CreateAsync(DatabaseEngine.Sqlite, "--Serving:MaxImageBytes", "20000", "--Serving:MaxImagePixels", "10000");
        await world.DeployAsync(world.First);
        var image = KnownDetector.Image(250);

        (await RefusedAsync(world, "no picture at all"u8.ToArray())).Should().Be((422, ImageErrorCodes.NotAnImage));
        (await RefusedAsync(world, image[..(image.Length / 2)])).Item1.Should().Be(422);
        (await RefusedAsync(world, [])).Should().Be((422, "deployment.no_image"));
        (await RefusedAsync(world, new OpenCvImageCodec().Encode(RgbImage.Create(200, 200), ImageFormat.Png))).Should().Be((413, "deployment.too_many_pixels"));
        (await RefusedAsync(world, new byte[20_001])).Should().Be((413, "deployment.image_too_large"));
        (await RefusedAsync(world, image, "?minimumScore=2")).Should().Be((422, "deployment.score"));

        // The server goes on, and what never came to the model is no error of its.
        await world.AnswerAsync(image);
        var minutes = await world.Host.Get<DeploymentFigures>().MinutesAsync(world.Seed.Actor, "cells", DateTime.UnixEpoch, Cancellation);
        minutes.Sum(minute => minute.Counts.Errors).Should().Be(4);
        minutes.Sum(minute => minute.Counts.Answered).Should().Be(1);
    }

    [Fact]
    public async Task Predict_ByPeople_IsForThoseOfTheDepartmentAlone()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var stranger = await Seed.AddAsync(world.Database, "Other");
        await using var db = world.Database.Open();
        using var analyst = await world.ClientOfAsync(await world.Seed.AddMemberAsync(db, UserRole.Analyst));
        using var foreign = await world.ClientOfAsync(stranger.Actor);
        using var nobody = new HttpClient { BaseAddress = world.Host.Address };
        var image = KnownDetector.Image(250);

        (await world.AskAsync(image, api: analyst)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.AskAsync(image, api: foreign)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await world.AskAsync(image, api: nobody)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await world.AskAsync(image, name: "unknown")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Predict_MoreThanMayWait_AreTurnedAwayUntilThereIsRoom()
    {
        await using var world = await DeployedWorld.CreateAsync(DatabaseEngine.Sqlite, "--Serving:MaxWaiting", "2");
        await world.DeployAsync(world.First);
        var server = world.Host.Get<DeploymentServer>();
        var image = KnownDetector.Image(250);

        using (server.Enter(world.Seed.Actor, "cells"))
        using (server.Enter(world.Seed.Actor, "cells"))
        {
            using var busy = await world.AskAsync(image);
            (await CodeAsync(busy)).Should().Be((503, "deployment.busy"));
            busy.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        }

        using var served = await world.AskAsync(image);
        served.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.Host.Get<DeploymentFigures>().MinutesAsync(world.Seed.Actor, "cells", DateTime.UnixEpoch, Cancellation)).Sum(minute => minute.Counts.Busy).Should().Be(1);
    }

    [Fact]
    public async Task Predict_ManyAtOnce_AreAllAnsweredEachForItsImage()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var images = Enumerable.Range(0, 24).Select(i => (IsBright: i % 2 == 0, Bytes: KnownDetector.Image(i % 2 == 0 ? (byte)250 : (byte)60, i))).ToList();

        var answers = await Task.WhenAll(images.Select(image => world.AnswerAsync(image.Bytes)));

        answers.Select(answer => answer.GetProperty("predictions").GetArrayLength() == 1).Should().Equal(images.Select(image => image.IsBright));
    }

    [Fact]
    public async Task Minutes_OfAnswers_AreKeptAcrossARestart()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        await world.AnswerAsync(KnownDetector.Image(250));
        await world.AnswerAsync(KnownDetector.Image(251));

        await world.RestartAsync();
        await world.AnswerAsync(KnownDetector.Image(252));

        world.Host.Get<DeploymentServer>().IsServed("cells").Should().BeTrue("it was warm before the server listened");
        var minutes = await world.Host.Get<DeploymentFigures>().MinutesAsync(world.Seed.Actor, "cells", DateTime.UnixEpoch, Cancellation);
        minutes.Sum(minute => minute.Counts.Answered).Should().Be(3);
        minutes.Sum(minute => minute.Counts.Classes["cell"]).Should().Be(3);
        var told = JsonElement.Parse(await world.Api.GetStringAsync("/api/deployments/cells/minutes?hours=2", Cancellation));
        told.EnumerateArray().Sum(minute => minute.GetProperty("answered").GetInt32()).Should().Be(3);
        told[0].GetProperty("p50Ms").GetDouble().Should().BePositive();
    }

    [Fact]
    public async Task KeptRequests_EverySecond_BecomeAssetsWithTheModelsBoxesOnce()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        await using var db = world.Database.Open();
        var draft = await AddDraftAsync(world);
        using var set = await world.Api.PutAsync("/api/deployments/cells/keeping", System.Net.Http.Json.JsonContent.Create(new { every = 2, datasetVersionId = draft }), Cancellation);
        set.StatusCode.Should().Be(HttpStatusCode.OK);

        for (var number = 0; number < 6; number++)
        {
            await world.AnswerAsync(KnownDetector.Image(250, number));
        }

        // The fourth image once more, as the eighth request.
        await world.AnswerAsync(KnownDetector.Image(250, 6));
        await world.AnswerAsync(KnownDetector.Image(250, 3));
        await world.AnswerAsync(KnownDetector.Image(250, 7));
        await world.AnswerAsync(KnownDetector.Image(250, 8));
        var assets = await Eventually.HoldsAsync(
            async () => JsonElement.Parse(await world.Api.GetStringAsync($"/api/dataset-versions/{draft}/assets?reviewState=pending&pageSize=50", Cancellation)),
            page => page.GetProperty("items").GetArrayLength() == 4, "the kept requests: images 1, 3, 5 and 8");

        var asset = assets.GetProperty("items")[0].GetProperty("id").GetGuid();
        assets.GetProperty("items")[0].GetProperty("fileName").GetString().Should().StartWith("cells/");
        var shape = JsonElement.Parse(await world.Api.GetStringAsync($"/api/assets/{asset}/annotations", Cancellation)).GetProperty("annotations")[0];
        shape.GetProperty("source").GetString().Should().Be("model");
        shape.GetProperty("modelVersionId").GetGuid().Should().Be(world.First);
        shape.GetProperty("confidence").GetDouble().Should().BeInRange(0.9, 1);
        shape.GetProperty("geometry").GetProperty("x").GetDouble().Should().Be(20);
        (await world.Host.Get<DeploymentQueries>().GetAsync(world.Seed.Actor, "cells", Cancellation)).KeepEvery.Should().Be(2);
    }

    private static async Task<Guid> AddDraftAsync(DeployedWorld world)
    {
        using var made = await world.Api.PostAsync($"/api/dataset-versions/{world.Seed.Version.Id}/drafts", System.Net.Http.Json.JsonContent.Create(new { }), Cancellation);
        var text = await made.Content.ReadAsStringAsync(Cancellation);
        made.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonElement.Parse(text).GetProperty("id").GetGuid();
    }

    private static async Task<(int, string?)> RefusedAsync(DeployedWorld world, byte[] image, string query = "")
    {
        using var response = await world.AskAsync(image, query);
        return await CodeAsync(response);
    }

    private static async Task<(int, string?)> CodeAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.StartsWith('{') && JsonElement.Parse(text).TryGetProperty("code", out var code) ? code.GetString() : text);
    }
}
