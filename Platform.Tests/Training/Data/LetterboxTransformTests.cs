using FsCheck;
using FsCheck.Fluent;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class LetterboxTransformTests
{
    private static readonly Gen<(int W, int H, int Input)> s_sizes =
        from w in Gen.Choose(1, 5000)
        from h in Gen.Choose(1, 5000)
        from input in Gen.Choose(1, 40)
        select (w, h, input * 32);

    [Fact]
    public void Fit_OfAnySize_StaysInsideAndTouchesTwoEdges() => ForAll(s => Fit(s) is var l
        && l.PadX >= 0 && l.PadY >= 0 && l.PadX + l.FittedWidth <= s.Input && l.PadY + l.FittedHeight <= s.Input
        && (l.FittedWidth == s.Input || l.FittedHeight == s.Input));

    [Fact]
    public void Fit_OfAnySize_IsCentredWithinOnePixel() => ForAll(s => Fit(s) is var l
        && Math.Abs(s.Input - l.FittedWidth - (2 * l.PadX)) <= 1 && Math.Abs(s.Input - l.FittedHeight - (2 * l.PadY)) <= 1);

    [Fact]
    public void Fit_OfAnySize_KeepsTheAspectRatioWithinHalfAPixel() => ForAll(s =>
    {
        var l = Fit(s);
        var scale = Math.Min((double)s.Input / s.W, (double)s.Input / s.H);
        return (Math.Abs(l.FittedWidth - (s.W * scale)) <= 0.5001 || l.FittedWidth == 1) && (Math.Abs(l.FittedHeight - (s.H * scale)) <= 0.5001 || l.FittedHeight == 1);
    });

    [Fact]
    public void ToSource_UndoesToInput() => Prop.ForAll(
        (from s in s_sizes from x in Gen.Choose(0, 1000) from y in Gen.Choose(0, 1000) select (s, x, y)).ToArbitrary(),
        c =>
        {
            var l = Fit(c.s);
            var box = new PixelBox(c.s.W * c.x / 2000f, c.s.H * c.y / 2000f, c.s.W, c.s.H);
            var back = l.ToSource(l.ToInput.Apply(box));
            var tolerance = 0.002 * Math.Max(c.s.W, c.s.H);
            return Math.Abs(back.Left - box.Left) < tolerance && Math.Abs(back.Top - box.Top) < tolerance
                && Math.Abs(back.Right - box.Right) < tolerance && Math.Abs(back.Bottom - box.Bottom) < tolerance;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inverse_AfterTheTransform_IsTheIdentity() => Prop.ForAll(
        (from a in Gen.Choose(1, 400) from b in Gen.Choose(-500, 500) from flip in Gen.Elements(-1, 1) select (a, b, flip)).ToArbitrary(),
        c =>
        {
            var both = new AxisTransform(c.flip * c.a / 100.0, c.b, c.a / 50.0, -c.b) is var t ? t.Then(t.Inverse()) : default;
            return Math.Abs(both.ScaleX - 1) < 1e-9 && Math.Abs(both.OffsetX) < 1e-6 && Math.Abs(both.ScaleY - 1) < 1e-9 && Math.Abs(both.OffsetY) < 1e-6;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_OfBccdSize_IsTheKnownOne() =>
        LetterboxTransform.Fit(640, 480, 320, 320).Should().Be(new LetterboxTransform(640, 480, 320, 240, 0, 40));

    private static LetterboxTransform Fit((int W, int H, int Input) s) => LetterboxTransform.Fit(s.W, s.H, s.Input, s.Input);

    private static void ForAll(Func<(int W, int H, int Input), bool> property) => Prop.ForAll(s_sizes.ToArbitrary(), property).QuickCheckThrowOnFailure();
}
