using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Migration;

/// <summary>Counts verdicts as they pass, asset by asset; keeps a few examples of each kind, however many there are.</summary>
internal sealed class MigrationReport(MigrationRules rules) : IDisposable
{
    private const int MaxExamples = 8;
    private readonly Dictionary<(Guid Source, int? Branch), Flow> _flows = [];
    private readonly Dictionary<(string Code, Guid Source, Guid Target, string? Detail), Finding> _findings = [];
    private readonly Dictionary<Guid, IReadOnlyList<AttributeSpec>> _specs = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _assets;
    private int _strays;

    public void AddStrays(int count) => _strays += count;

    public void Add(MigrationAsset asset, IReadOnlyList<MigrationVerdict> verdicts)
    {
        _assets += verdicts.Count > 0 ? 1 : 0;
        foreach (var group in verdicts.GroupBy(verdict => (verdict.Rule.Source.Id, verdict.Branch)))
        {
            var flow = Get(_flows, group.Key);
            flow.Annotations += group.Count();
            flow.Images += asset.IsVideo ? 0 : 1;
            flow.Videos += asset.IsVideo ? 1 : 0;
            flow.Tracks += group.Where(verdict => verdict.Shape.TrackId is not null).Select(verdict => verdict.Shape.TrackId).Distinct().Count();
            flow.Converted += group.Count(verdict => verdict.Converted is not null);
            Exemplify(flow.Examples, asset);
        }

        foreach (var verdict in verdicts)
        {
            Inspect(asset, verdict);
            _hash.AppendData(Encoding.UTF8.GetBytes($"{verdict.Shape.Id:N}{verdict.Target?.Id:N}{verdict.Converted}{verdict.Problem}\n"));
        }
    }

    public MigrationPreview Finish(Guid datasetVersionId, Guid from, Guid to)
    {
        var flows = rules.All.OrderBy(rule => rule.Source.SortOrder).SelectMany(FlowsOf).ToList();
        var issues = _findings.Select(pair => new MigrationIssue(
                pair.Key.Code, pair.Key.Code is MigrationProblems.ShapeMismatch or MigrationProblems.CannotConvert, pair.Value.SourceKey, pair.Value.TargetKey, pair.Key.Detail,
                pair.Value.Count, pair.Value.Examples))
            .OrderByDescending(issue => issue.IsBlocking).ThenBy(issue => issue.SourceKey, StringComparer.Ordinal).ThenBy(issue => issue.Detail, StringComparer.Ordinal).ToList();
        return new MigrationPreview(
            datasetVersionId, from, to, flows.Sum(flow => flow.Annotations), _assets, flows.Where(flow => flow.TargetKey is null).Sum(flow => flow.Annotations),
            flows.Sum(flow => flow.Converted), _strays, flows, issues, Convert.ToHexStringLower(_hash.GetHashAndReset())[..32]);
    }

    public void Dispose() => _hash.Dispose();

    private IEnumerable<MigrationFlow> FlowsOf(FoundRule rule) => Enumerable.Range(0, rule.Branches.Count).Select(place => (int?)place).Append(null).Select(branch =>
    {
        var target = rule.TargetOf(branch).Class;
        var flow = _flows.GetValueOrDefault((rule.Source.Id, branch)) ?? new Flow();
        return new MigrationFlow(
            rule.Source.Key, branch, target?.Key, rules.EffectOf(rule, target), flow.Annotations, flow.Images, flow.Videos, flow.Tracks, flow.Converted, flow.Examples);
    });

    private void Inspect(MigrationAsset asset, MigrationVerdict verdict)
    {
        if (verdict.Target is not { } target)
        {
            return;
        }

        if (verdict.Problem is { } problem)
        {
            Find(problem, verdict.Rule.Source, target, null, asset);
        }

        if (verdict.Shape.Attributes is not { } attributes)
        {
            return;
        }

        var asked = SpecsOf(verdict.Rule.Source);
        foreach (var property in JsonElement.Parse(attributes).EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            if (SpecsOf(target).FirstOrDefault(spec => spec.Name == property.Name) is { } spec)
            {
                if (!spec.Allows(property.Value))
                {
                    Find(MigrationProblems.AttributeValue, verdict.Rule.Source, target, property.Name, asset);
                }
            }
            else if (asked.Any(own => own.Name == property.Name))
            {
                Find(MigrationProblems.AttributeLost, verdict.Rule.Source, target, property.Name, asset);
            }
        }
    }

    private void Find(string code, LabelClass source, LabelClass target, string? detail, MigrationAsset asset)
    {
        var finding = Get(_findings, (code, source.Id, target.Id, detail));
        (finding.SourceKey, finding.TargetKey) = (source.Key, target.Key);
        finding.Count++;
        Exemplify(finding.Examples, asset);
    }

    private IReadOnlyList<AttributeSpec> SpecsOf(LabelClass labelClass) => _specs.TryGetValue(labelClass.Id, out var known) ? known : _specs[labelClass.Id] = AttributeSpec.Parse(labelClass.Attributes);

    private static void Exemplify(List<MigrationExample> examples, MigrationAsset asset)
    {
        if (examples.Count < MaxExamples && (examples.Count == 0 || examples[^1].AssetId != asset.Id))
        {
            examples.Add(new MigrationExample(asset.Id, asset.FileName));
        }
    }

    private static TValue Get<TKey, TValue>(Dictionary<TKey, TValue> values, TKey key)
        where TKey : notnull
        where TValue : new() => values.TryGetValue(key, out var known) ? known : values[key] = new TValue();

    private sealed class Flow
    {
        public int Annotations { get; set; }

        public int Images { get; set; }

        public int Videos { get; set; }

        public int Tracks { get; set; }

        public int Converted { get; set; }

        public List<MigrationExample> Examples { get; } = [];
    }

    private sealed class Finding
    {
        public string SourceKey { get; set; } = "";

        public string TargetKey { get; set; } = "";

        public int Count { get; set; }

        public List<MigrationExample> Examples { get; } = [];
    }
}
