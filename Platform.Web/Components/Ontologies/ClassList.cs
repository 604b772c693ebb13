using System.Globalization;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;

namespace Platform.Web.Components.Ontologies;

/// <summary>The classes being edited, in order; knows whether anything differs from what is stored.</summary>
public sealed class ClassList
{
    // Told apart well side by side, on light and dark pictures.
    private static readonly string[] s_palette =
        ["#e5484d", "#2f7df6", "#30a46c", "#f5a524", "#8e4ec6", "#12a594", "#e54666", "#6e56cf", "#f76b15", "#0091ff", "#99d52a", "#d6409f"];

    private readonly List<ClassRow> _rows = [];
    private List<LabelClassInput> _stored = [];

    public IReadOnlyList<ClassRow> Rows => _rows;

    public bool IsChanged => !Inputs().SequenceEqual(_stored);

    public void Load(IEnumerable<LabelClassView> classes)
    {
        _rows.Clear();
        _rows.AddRange(classes.Select(ClassRow.Of));
        _stored = Inputs();
    }

    public ClassRow Add()
    {
        var row = new ClassRow { Key = FreeKey(), Color = FreeColor(), ShapeType = _rows.Count > 0 ? _rows[^1].ShapeType : Core.Ontologies.Model.ShapeType.Bbox };
        _rows.Add(row);
        return row;
    }

    public void Remove(ClassRow row) => _rows.Remove(row);

    /// <param name="row">The class to move.</param>
    /// <param name="by">-1 is one place up.</param>
    public void Move(ClassRow row, int by)
    {
        var from = _rows.IndexOf(row);
        var to = Math.Clamp(from + by, 0, _rows.Count - 1);
        _rows.RemoveAt(from);
        _rows.Insert(to, row);
    }

    public List<LabelClassInput> Inputs() => [.. _rows.Select(row => row.ToInput())];

    private string FreeColor() => s_palette.FirstOrDefault(color => _rows.All(row => row.Color != color)) ?? s_palette[_rows.Count % s_palette.Length];

    private string FreeKey() => Enumerable.Range(_rows.Count + 1, int.MaxValue - _rows.Count - 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"class_{number}")).First(key => _rows.All(row => row.Key != key));
}
