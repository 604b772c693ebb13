using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.People.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

/// <summary>Label work, comments, the queue and presence over real HTTP.</summary>
public sealed class ReviewApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Image_LabelledRejectedCorrectedAndAccepted_GoesThroughItsStates(DatabaseEngine engine)
    {
        await using var site = await SiteAsync(engine);
        var (analyst, reviewer) = (await site.MemberAsync(UserRole.Analyst), await site.MemberAsync(UserRole.Researcher));

        var saved = await Json(await analyst.PutAsJsonAsync($"{site.Asset}/annotations", new { baseRevision = 0, upserts = new[] { site.Shape() } }, Cancellation));
        (Text(saved, "workState"), Text(saved.GetProperty("assignee"), "name")).Should().Be(("in_progress", "Analyst"));
        await StateAsync(analyst, site, new { state = "done" });
        (await CodeAsync(await reviewer.PutAsJsonAsync($"{site.Asset}/work-state", new { state = "rejected" }, Cancellation))).Should().Be((HttpStatusCode.UnprocessableEntity, "work.comment_needed"));
        await StateAsync(reviewer, site, new { state = "rejected", comment = new { text = "Too wide", x = 3, y = 4 }, revision = 1 });

        var comment = (await analyst.GetFromJsonAsync<JsonElement>($"{site.Asset}/comments", Cancellation))[0];
        (Text(comment, "text"), comment.GetProperty("x").GetDouble(), comment.GetProperty("mine").GetBoolean()).Should().Be(("Too wide", 3, false));
        await analyst.PostAsync($"/api/comments/{comment.GetProperty("id").GetGuid()}/resolve", null, Cancellation);
        await StateAsync(analyst, site, new { state = "done" });
        await StateAsync(reviewer, site, new { state = "accepted" });

        var document = await reviewer.GetFromJsonAsync<JsonElement>($"{site.Asset}/annotations", Cancellation);
        (Text(document, "workState"), document.GetProperty("mayReview").GetBoolean(), document.GetProperty("video").ValueKind).Should().Be(("accepted", true, JsonValueKind.Null));
        var work = await reviewer.GetFromJsonAsync<JsonElement>($"{site.Version}/work", Cancellation);
        (work.GetProperty("accepted").GetInt32(), work.GetProperty("openComments").GetInt32()).Should().Be((1, 0));
    }

    [Theory, EveryDatabase]
    public async Task Labeller_Judging_IsForbiddenAndOldRevisionsAreInConflict(DatabaseEngine engine)
    {
        await using var site = await SiteAsync(engine);
        var analyst = await site.MemberAsync(UserRole.Analyst);
        await site.Manager.PutAsJsonAsync($"{site.Asset}/annotations", new { baseRevision = 0, upserts = new[] { site.Shape() } }, Cancellation);

        (await CodeAsync(await analyst.PutAsJsonAsync($"{site.Asset}/work-state", new { state = "accepted" }, Cancellation))).Should().Be((HttpStatusCode.Forbidden, "access.denied"));
        (await CodeAsync(await site.Manager.PutAsJsonAsync($"{site.Asset}/work-state", new { state = "accepted", revision = 0 }, Cancellation))).Should().Be((HttpStatusCode.Conflict, "work.stale"));
        (await analyst.PutAsJsonAsync($"{site.Asset}/work-state", new { state = "perfect" }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory, EveryDatabase]
    public async Task GuessedIds_OfAnotherDepartment_AreNotFoundAnywhere(DatabaseEngine engine)
    {
        await using var site = await SiteAsync(engine);
        var comment = await Json(await site.Manager.PostAsJsonAsync($"{site.Asset}/comments", new { text = "x" }, Cancellation));
        var stranger = await site.StrangerAsync();
        var id = comment.GetProperty("id").GetGuid();

        HttpResponseMessage[] answers =
        [
            await stranger.GetAsync($"{site.Asset}/comments", Cancellation),
            await stranger.PostAsJsonAsync($"{site.Asset}/comments", new { text = "x" }, Cancellation),
            await stranger.PostAsync($"/api/comments/{id}/resolve", null, Cancellation),
            await stranger.PostAsync($"/api/comments/{id}/reopen", null, Cancellation),
            await stranger.DeleteAsync($"/api/comments/{id}", Cancellation),
            await stranger.PutAsJsonAsync($"{site.Asset}/work-state", new { state = "done" }, Cancellation),
            await stranger.PostAsJsonAsync($"{site.Version}/work-states", new { state = "done", assetIds = Array.Empty<Guid>() }, Cancellation),
            await stranger.PostAsJsonAsync($"{site.Version}/assignments", new { assetIds = Array.Empty<Guid>(), assigneeId = (Guid?)null }, Cancellation),
            await stranger.GetAsync($"{site.Version}/work", Cancellation),
            await stranger.GetAsync($"{site.Version}/assignees", Cancellation),
            await stranger.GetAsync($"{site.Version}/assets?work=done&assignee=me&order=lowest_confidence", Cancellation),
            await stranger.GetAsync($"{site.Asset}/neighbours", Cancellation),
            await stranger.GetAsync($"{site.Asset}/next", Cancellation),
            await stranger.PostAsJsonAsync($"{site.Asset}/presence", new { tab = "t" }, Cancellation),
        ];

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.NotFound);
    }

    [Theory, EveryDatabase]
    public async Task Queue_OverHttp_TakesTheFiltersOfTheList(DatabaseEngine engine)
    {
        await using var site = await SiteAsync(engine);

        var page = await site.Manager.GetFromJsonAsync<JsonElement>($"{site.Version}/assets?work=unlabelled,rejected&assignee=free&order=lowest_confidence&type=image", Cancellation);
        var item = page.GetProperty("items")[0];
        (Text(item, "workState"), item.GetProperty("openComments").GetInt32(), item.GetProperty("lowestConfidence").ValueKind).Should().Be(("unlabelled", 0, JsonValueKind.Null));
        var around = await site.Manager.GetFromJsonAsync<JsonElement>($"{site.Asset}/neighbours?order=lowest_confidence", Cancellation);
        var next = await site.Manager.GetFromJsonAsync<JsonElement>($"{site.Asset}/next?order=lowest_confidence&after={Uri.EscapeDataString(Text(around, "cursor")!)}", Cancellation);
        next.GetProperty("assetId").ValueKind.Should().Be(JsonValueKind.Null, "there is no other image");

        (await site.Manager.GetAsync($"{site.Version}/assets?work=finished", Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await site.Manager.GetAsync($"{site.Version}/assets?assignee=somebody", Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await CodeAsync(await site.Manager.GetAsync($"{site.Version}/assets?after=nonsense", Cancellation))).Should().Be((HttpStatusCode.UnprocessableEntity, "asset.cursor"));
    }

    [Theory, EveryDatabase]
    public async Task Presence_OfTwo_ShowsBothAndWhatChanged(DatabaseEngine engine)
    {
        await using var site = await SiteAsync(engine);
        var analyst = await site.MemberAsync(UserRole.Analyst);
        static Task<HttpResponseMessage> Enter(HttpClient who, Site site, object body) => who.PostAsJsonAsync($"{site.Asset}/presence", body, Cancellation);

        await Enter(site.Manager, site, new { tab = "one" });
        await site.Manager.PutAsJsonAsync($"{site.Asset}/annotations", new { baseRevision = 0, upserts = new[] { site.Shape() } }, Cancellation);
        var seen = await Json(await Enter(analyst, site, new { tab = "two" }));

        (seen.GetProperty("revision").GetInt64(), Text(seen, "workState")).Should().Be((1, "in_progress"));
        seen.GetProperty("people").EnumerateArray().Select(person => (Text(person, "name"), person.GetProperty("you").GetBoolean())).Should().Equal(("Analyst", true), ("Vision manager", false));
        await Enter(site.Manager, site, new { tab = "one", leave = true });
        (await Json(await Enter(analyst, site, new { tab = "two" }))).GetProperty("people").GetArrayLength().Should().Be(1);
        (await CodeAsync(await Enter(analyst, site, new { tab = "" }))).Should().Be((HttpStatusCode.UnprocessableEntity, "presence.tab"));
    }

    private static async Task StateAsync(HttpClient who, Site site, object body)
    {
        var answer = await who.PutAsJsonAsync($"{site.Asset}/work-state", body, Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<Site> SiteAsync(DatabaseEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var host = PlatformHost.On(database);
        await host.InitializeAsync();
        return new Site(database, seed, host, await host.ClientOfAsync(seed.Actor));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonElement.Parse(text);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString());

    /// <summary>The application over a seeded database.</summary>
    private sealed record Site(TestDatabase Database, Seed Seed, PlatformHost Host, HttpClient Manager) : IAsyncDisposable
    {
        public string Asset => $"/api/assets/{Seed.Asset.Id}";

        public string Version => $"/api/dataset-versions/{Seed.Version.Id}";

        public object Shape() => new { id = Seed.NewId(), classId = Seed.Class.Id, type = "bbox", geometry = new { x = 2, y = 3, width = 10, height = 8 } };

        public async Task<HttpClient> MemberAsync(UserRole role)
        {
            await using var db = Database.Open();
            return await Host.ClientOfAsync(await Seed.AddMemberAsync(db, role));
        }

        public async Task<HttpClient> StrangerAsync() => await Host.ClientOfAsync((await Seed.AddAsync(Database, "Stranger")).Actor);

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
