using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Reviews.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

public sealed class AgreementTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Versions_WithImagesThatTwoPeopleLabelled_TellHowFarTheyAgree(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        Guid second;
        await using (var db = database.Open())
        {
            var (version, train) = await seed.AddDraftAsync(db);
            second = version.Id;
            var (mine, theirs) = (seed.NewAsset(seed.Version.Id, seed.Splits[0].Id, 'e'), seed.NewAsset(version.Id, train.Id, 'e'));
            var (alone, own) = (seed.NewAsset(seed.Version.Id, seed.Splits[0].Id, 'f'), seed.NewAsset(version.Id, train.Id, 'f'));
            db.AddRange(mine, theirs, alone, own);
            await db.SaveChangesAsync(Cancellation);
            db.AddRange(Box(seed, mine, "Kim", 0), Box(seed, mine, "Kim", 20), Box(seed, mine, "Kim", 40), Box(seed, theirs, "Lee", 1), Box(seed, theirs, "Lee", 27), Box(seed, alone, "Kim", 0), Box(seed, own, "Kim", 0));
            await db.SaveChangesAsync(Cancellation);
        }

        var agreement = (await new AgreementQueries(database.Contexts).CompareAsync(seed.Actor, seed.Version.Id, second, Cancellation)).Should().ContainSingle("the other image is one person's in both").Subject;

        agreement.Should().BeEquivalentTo(new { First = "Kim", Second = "Lee", Images = 1, Both = 1, OnlyFirst = 2, OnlySecond = 1 });
        agreement.F1.Should().BeApproximately(2.0 / 5, 1e-12);
        agreement.MeanIou.Should().BeApproximately(90.0 / 110, 1e-12, "boxes of 10 by 10, one pixel apart");
        var backwards = (await new AgreementQueries(database.Contexts).CompareAsync(seed.Actor, second, seed.Version.Id, Cancellation)).Single();
        backwards.Should().Be(agreement);
        var stranger = await Seed.AddAsync(database, "Elsewhere");
        await FluentActions.Awaiting(() => new AgreementQueries(database.Contexts).CompareAsync(stranger.Actor, seed.Version.Id, second, Cancellation)).Should().ThrowAsync<NotFoundException>();
    }

    private static Annotation Box(Seed seed, Asset asset, string person, double x) => Annotation.ByHuman(
        seed.NewId(), asset.Id, seed.Class.Id, ShapeType.Bbox, FormattableString.Invariant($$"""{"x":{{x}},"y":10,"width":10,"height":10}"""), person, null, 1, asset.CreatedAt);
}
