namespace Platform.Core.Tiles;

/// <summary>
/// An image's sizes from full (level 0) to one tile, each level half of the one before, rounded up. Tiles are squares of <paramref name="TileSize"/>
/// pixels counted from the top left; the last of a row or column may be smaller.
/// </summary>
public sealed record PyramidLayout(int TileSize, int Width, int Height)
{
    public IReadOnlyList<LevelSize> Levels { get; } = [.. LevelsOf(TileSize, Width, Height)];

    /// <summary>Number of tiles of all levels.</summary>
    public int TileCount => Levels.Sum(level => Columns(level) * Rows(level));

    public int Columns(LevelSize level) => (level.Width + TileSize - 1) / TileSize;

    public int Rows(LevelSize level) => (level.Height + TileSize - 1) / TileSize;

    /// <summary>Place of a tile among all, level by level and row by row; null outside the image.</summary>
    public int? IndexOf(TilePlace place)
    {
        if (place.Level < 0 || place.Level >= Levels.Count || place.Column < 0 || place.Row < 0)
        {
            return null;
        }

        var level = Levels[place.Level];
        return place.Column < Columns(level) && place.Row < Rows(level)
            ? Levels.Take(place.Level).Sum(above => Columns(above) * Rows(above)) + (place.Row * Columns(level)) + place.Column
            : null;
    }

    private static IEnumerable<LevelSize> LevelsOf(int tileSize, int width, int height)
    {
        for (var level = new LevelSize(width, height); ; level = new LevelSize((level.Width + 1) / 2, (level.Height + 1) / 2))
        {
            yield return level;
            if (Math.Max(level.Width, level.Height) <= tileSize)
            {
                yield break;
            }
        }
    }
}

/// <summary>Pixels of one level.</summary>
public readonly record struct LevelSize(int Width, int Height);

/// <summary>A tile's place, each counted from 0.</summary>
public readonly record struct TilePlace(int Level, int Column, int Row);
