namespace Platform.Core.Interchange.Coco;

/// <summary>Where an annotation stands in its file, and the number of the image id that it names.</summary>
internal readonly record struct CocoPlace(long Offset, int Bytes, int ImageSlot);

/// <summary>The places of a file's annotations: 16 bytes each, in blocks, so that growing neither copies nor leaves old copies behind.</summary>
internal sealed class CocoPlaces
{
    private const int BlockPlaces = 1 << 16;

    private readonly List<CocoPlace[]> _blocks = [];

    public int Count { get; private set; }

    public CocoPlace this[int index] => _blocks[index / BlockPlaces][index % BlockPlaces];

    public void Add(CocoPlace place)
    {
        if (Count == _blocks.Count * BlockPlaces)
        {
            _blocks.Add(new CocoPlace[BlockPlaces]);
        }

        _blocks[^1][Count++ % BlockPlaces] = place;
    }
}
