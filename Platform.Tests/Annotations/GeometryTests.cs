using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Tests.Annotations;

public sealed class GeometryTests
{
    // Published vectors of COCO's reference code.
    [Theory]
    [InlineData("5220003", new long[] { 5, 2, 2, 2, 2, 2, 5 }, 4, 6, 1, 1, 3, 2)]
    [InlineData("018", new long[] { 0, 1, 8 }, 3, 1, 0, 0, 1, 1)]
    [InlineData("09", new long[] { 0, 9 }, 3, 9, 0, 0, 3, 3)]
    [InlineData("9", new long[] { 9 }, 3, 0, 0, 0, 0, 0)]
    [InlineData("P15500ML04300008", new long[] { 32, 5, 5, 5, 5, 2, 1, 2, 5, 5, 5, 5, 5, 5, 13 }, 10, 29, 3, 2, 6, 5)]
    [InlineData(";460000000W1", new long[] { 11, 4, 6, 4, 6, 4, 6, 4, 6, 4, 45 }, 10, 20, 1, 1, 5, 4)]
    [InlineData("e0192N2N00N2Ne0", new long[] { 21, 1, 9, 3, 7, 5, 5, 5, 5, 3, 7, 1, 28 }, 10, 18, 2, 1, 6, 5)]
    public void RunLengths_PublishedVectors_RoundTrip(string text, long[] counts, int height, long area, double x, double y, double width, double boxHeight)
    {
        RunLengths.Encode(counts).Should().Be(text);
        RunLengths.Decode(text).Should().Equal(counts);
        RunLengths.Area(counts).Should().Be(area);
        RunLengths.Bounds(counts, height).Should().Be(new BoxGeometry(x, y, width, boxHeight));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("é")]
    [InlineData("oooooooooooooooooo")]
    public void RunLengths_ThatNoEncoderWrites_AreRefused(string text) => FluentActions.Invoking(() => RunLengths.Decode(text)).Should().Throw<FormatException>();

    [Theory]
    [InlineData(ShapeType.Bbox, """{"x":1.2345678,"height":4,"width":3.0,"y":-0.00001}""", """{"x":1.235,"y":0,"width":3,"height":4}""")]
    [InlineData(ShapeType.Polygon, """{"rings":[[0,0,9.5,0,9,9],[1,1,2,1,2,2]]}""", """{"rings":[[0,0,9.5,0,9,9],[1,1,2,1,2,2]]}""")]
    [InlineData(ShapeType.Polyline, """{ "points": [1e1, 2, 3, 4] }""", """{"points":[10,2,3,4]}""")]
    [InlineData(ShapeType.Keypoints, """{"points":[1,2,2]}""", """{"points":[1,2,2]}""")]
    [InlineData(ShapeType.Mask, """{"counts":"5220003","size":[4,5]}""", """{"size":[4,5],"counts":"5220003"}""")]
    [InlineData(null, """{"anything":1}""", "{}")]
    public void Json_InAnyForm_HasOneCanonicalForm(ShapeType? type, string json, string canonical) =>
        GeometryJson.Write(GeometryJson.Parse(type, json)).Should().Be(canonical);

    [Theory]
    [InlineData(ShapeType.Bbox, """{"x":1}""")]
    [InlineData(ShapeType.Bbox, """{"x":"1","y":2,"width":3,"height":4}""")]
    [InlineData(ShapeType.Bbox, "[1,2,3,4]")]
    [InlineData(ShapeType.Bbox, "{")]
    [InlineData(ShapeType.Polygon, """{"rings":[[1,"a"]]}""")]
    [InlineData(ShapeType.Mask, """{"size":[4],"counts":"9"}""")]
    public void Json_OfAnotherShape_IsRefusedAsMalformed(ShapeType type, string json) =>
        FluentActions.Invoking(() => GeometryJson.Parse(type, json)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("geometry.malformed");

    [Fact]
    public void Accept_BoxJustOverTheEdge_IsClamped() =>
        GeometryRules.Accept(new BoxGeometry(-1.5, -2, 50, 50), 100, 80).Should().Be(new BoxGeometry(0, 0, 48.5, 48));

    [Theory]
    [InlineData(-10, 0, 50, 50, "geometry.outside")]
    [InlineData(60, 60, 50, 50, "geometry.outside")]
    [InlineData(10, 10, 0.4, 9, "geometry.invalid")]
    [InlineData(10, 10, -5, 9, "geometry.invalid")]
    [InlineData(double.NaN, 10, 5, 9, "geometry.invalid")]
    [InlineData(double.PositiveInfinity, 10, 5, 9, "geometry.invalid")]
    [InlineData(100, 10, 1, 9, "geometry.too_small")]
    public void Accept_BoxThatCannotBe_SaysWhy(double x, double y, double width, double height, string code) =>
        FluentActions.Invoking(() => GeometryRules.Accept(new BoxGeometry(x, y, width, height), 100, 80))
            .Should().Throw<DomainRuleException>().Which.Code.Should().Be(code);

    [Fact]
    public void Clip_PolygonAcrossTheEdge_IsCutNotBent()
    {
        var clipped = (PolygonGeometry)GeometryRules.Clip(new PolygonGeometry([[-10, 10, 10, 10, 10, 30, -10, 30]]), 100, 80)!;

        clipped.Bounds.Should().Be(new BoxGeometry(0, 10, 10, 20));
    }

    [Fact]
    public void Clip_WhatLiesOutside_IsNothing()
    {
        GeometryRules.Clip(new BoxGeometry(200, 10, 20, 20), 100, 80).Should().BeNull();
        GeometryRules.Clip(new PolygonGeometry([[200, 10, 220, 10, 220, 30]]), 100, 80).Should().BeNull();
        GeometryRules.Clip(new KeypointsGeometry([0, 0, 0]), 100, 80).Should().BeNull();
    }

    [Theory]
    [InlineData(4, 5, "5220003", true)]
    [InlineData(5, 4, "5220003", false)]
    [InlineData(4, 5, "9", false)]
    public void Check_Mask_MustCoverItsImage(int height, int width, string counts, bool valid)
    {
        var check = () => GeometryRules.Check(new MaskGeometry(height, width, counts), 5, 4);

        if (valid)
        {
            check.Should().NotThrow();
        }
        else
        {
            check.Should().Throw<DomainRuleException>().Which.Code.Should().Be("geometry.invalid");
        }
    }
}
