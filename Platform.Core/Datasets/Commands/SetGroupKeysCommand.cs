using Microsoft.EntityFrameworkCore;
using Microsoft.VisualBasic.FileIO;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>What <see cref="SetGroupKeysCommand"/> did.</summary>
/// <param name="UnknownNames">The first names in the list that fit no asset, or several.</param>
public sealed record GroupKeysReport(int Assigned, int Groups, int UnknownCount, IReadOnlyList<string> UnknownNames);

/// <summary>Tells from a list which assets of a draft belong together: a CSV file with a column of image names and one whose equal values mean the same patient, place or day.</summary>
public sealed class SetGroupKeysCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int MaxRows = 2_000_000;
    private const int MaxUnknown = 100;

    private static readonly string[] s_nameColumns = ["file_name", "filename", "file", "image", "name", "path"];

    /// <param name="csv">Comma-separated, quoted where needed, the first line naming the columns, such as <c>file_name,patient</c>.</param>
    /// <param name="column">The column whose values are the groups.</param>
    public async Task<GroupKeysReport> ExecuteAsync(Actor actor, Guid versionId, TextReader csv, string column, CancellationToken cancellationToken)
    {
        var rows = Read(csv, column);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var assets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId)
                    .Select(asset => new ImportTarget(asset.Id, asset.FileName, asset.Width, asset.Height)).ToListAsync(cancellationToken);
                var names = new ImageNames<ImportTarget>(assets, asset => asset.FileName);
                var found = new Dictionary<Guid, string>();
                var unknown = new List<string>();
                foreach (var (name, key) in rows)
                {
                    if (names.Find([name], out _) is { } asset)
                    {
                        found[asset.AssetId] = key;
                    }
                    else
                    {
                        unknown.Add(name);
                    }
                }

                foreach (var group in found.GroupBy(pair => pair.Value, pair => pair.Key))
                {
                    foreach (var ids in group.Chunk(SplitMoves.IdsAtOnce))
                    {
                        await db.Assets.Where(asset => ids.Contains(asset.Id)).ExecuteUpdateAsync(set => set.SetProperty(asset => asset.GroupKey, group.Key), cancellationToken);
                    }
                }

                return new GroupKeysReport(found.Count, found.Values.Distinct(StringComparer.Ordinal).Count(), unknown.Count, [.. unknown.Take(MaxUnknown)]);
            },
            cancellationToken);
    }

    private static List<(string Name, string Key)> Read(TextReader csv, string column)
    {
        using var parser = new TextFieldParser(csv) { TextFieldType = FieldType.Delimited, Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = true };
        var rows = new List<(string Name, string Key)>();
        try
        {
            var header = parser.ReadFields() ?? [];
            var keys = Array.FindIndex(header, name => string.Equals(name, column.Trim(), StringComparison.OrdinalIgnoreCase));
            var names = Array.FindIndex(header, name => s_nameColumns.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (keys < 0 || names < 0)
            {
                throw new DomainRuleException(
                    "groups.column_missing", $"The list has no column '{(names < 0 ? s_nameColumns[0] : column)}'. Its first line must name a column of image names (file_name) and the one to group by.", column);
            }

            while (parser.ReadFields() is { } fields)
            {
                if (rows.Count == MaxRows)
                {
                    throw new DomainRuleException("groups.too_many_rows", $"The list has more than {MaxRows} lines. Split it.", MaxRows);
                }

                if (Math.Max(keys, names) < fields.Length && fields[keys].Length > 0)
                {
                    rows.Add((fields[names], fields[keys].Length > Assets.Model.Asset.GroupKeyLength ? fields[keys][..Assets.Model.Asset.GroupKeyLength] : fields[keys]));
                }
            }
        }
        catch (MalformedLineException exception)
        {
            throw new DomainRuleException("groups.malformed", $"Line {exception.LineNumber} of the list cannot be read. Check its quotation marks.", exception.LineNumber);
        }

        return rows;
    }
}
