using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Documents;
using Platform.Core.Ontologies.Queries;
using Platform.Tests.Support;

namespace Platform.Tests.Ontologies;

public sealed class OntologyDocumentTests
{
    private const string Document = """
        {
          "format": "platform-ontology",
          "formatVersion": 1,
          "versionTag": "blood 1",
          "classes": [
            {
              "key": "rbc",
              "name": "적혈구",
              "shape": "bbox",
              "color": "#ff0000",
              "attributes": [
                {
                  "name": "염색",
                  "type": "select",
                  "values": [
                    "빨강",
                    "파랑"
                  ],
                  "default": "빨강"
                }
              ]
            },
            {
              "key": "hand",
              "name": "Hand",
              "shape": "keypoints",
              "color": "#00ff00",
              "skeleton": {
                "names": [
                  "left",
                  "right"
                ],
                "edges": [
                  [
                    0,
                    1
                  ]
                ],
                "pairs": [
                  [
                    0,
                    1
                  ]
                ],
                "positions": [
                  [
                    0,
                    0.25
                  ],
                  [
                    1,
                    0.75
                  ]
                ]
              }
            },
            {
              "key": "blurry",
              "name": "blurry",
              "shape": "tag",
              "color": "#0000ff"
            }
          ]
        }

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Document_ImportedAndExported_IsTheSameText(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        var id = await Import(database).ExecuteAsync(seed.Actor, seed.Project.Id, "blood 1", Document.ReplaceLineEndings("\n"), Cancellation);
        var file = await new OntologyDocumentQueries(database.Contexts).ExportAsync(seed.Actor, id, Cancellation);

        file.FileName.Should().Be("ontology-blood-1.json");
        file.Json.Should().Be(Document.ReplaceLineEndings("\n"));
        (await new OntologyQueries(database.Contexts).GetAsync(seed.Actor, id, Cancellation)).Summary.Should().BeEquivalentTo(new { VersionTag = "blood 1", IsFrozen = false, ClassCount = 3 });
    }

    [Theory, EveryDatabase]
    public async Task Document_WithFaults_CreatesNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        await FluentActions.Awaiting(() => Import(database).ExecuteAsync(seed.Actor, seed.Project.Id, "v9", Document.Replace("#ff0000", "red", StringComparison.Ordinal), Cancellation))
            .Should().ThrowAsync<OntologyDocumentException>();

        (await new OntologyQueries(database.Contexts).ListAsync(seed.Actor, seed.Project.Id, Cancellation)).Should().ContainSingle().Which.VersionTag.Should().Be("v1");
    }

    [Fact]
    public void Faults_OfADocument_AreAllToldWithLineAndField()
    {
        var faults = Faults("""
            {"format": "platform-ontology", "formatVersion": 1, "classes": [
              {"key": "a b", "shape": "bbox", "color": "#000000"},
              {"key": "ok", "shape": "bbox",
               "color": "red"},
              {"key": "ok2", "shape": "circle", "color": "#000000"},
              {"key": "ok3", "shape": "keypoints", "color": "#000000"},
              {"key": "OK", "shape": "bbox", "color": "#000000", "colour": "#000000"},
              {"key": "ok4", "shape": "bbox", "color": "#000000", "attributes": [{"name": "x", "type": "select"}]},
              7
            ]}
            """);

        faults.Select(fault => (fault.Line, fault.Field, fault.Code)).Should().Equal(
            (2, "classes[0].key", "label_class.key_invalid"),
            (4, "classes[1].color", "label_class.color"),
            (5, "classes[2].shape", "ontology.document_shape"),
            (6, "classes[3].skeleton", "label_class.keypoints_missing"),
            (7, "classes[4].colour", "ontology.document_field"),
            (7, "classes[4].key", "label_class.key_taken"),
            (8, "classes[5].attributes", "label_class.attributes"),
            (9, "classes[6]", "ontology.document_class"));
    }

    [Fact]
    public void Skeleton_WithAnUnknownField_IsRefusedAtItsLine()
    {
        var faults = Faults("""
            {"format": "platform-ontology", "formatVersion": 1, "classes": [
              {"key": "hand", "shape": "keypoints", "color": "#000000", "skeleton": {
                "names": ["left", "right"],
                "edgs": [[0, 1]]}}
            ]}
            """);

        faults.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Line = 4, Field = "classes[0].skeleton.edgs", Code = "ontology.document_field", Message = "A skeleton has no field \"edgs\"; known are names, edges, pairs, positions.",
        });
        FluentActions.Invoking(() => Core.Ontologies.Model.KeypointSpec.Parse("""{"names":["a"],"edgs":[]}""")).Should().Throw<Core.Shared.DomainRuleException>()
            .Which.Should().Match<Core.Shared.DomainRuleException>(refusal => refusal.Code == "label_class.keypoints" && refusal.Message.Contains("\"edgs\""));
    }

    [Theory]
    [InlineData("", 1, "ontology.document_json")]
    [InlineData("{\n\"format\": \"platform-ontology\",\n]", 3, "ontology.document_json")]
    [InlineData("[]", 1, "ontology.document_format")]
    [InlineData("{\"format\":\"coco\"}", 1, "ontology.document_format")]
    [InlineData("{\"format\":\"platform-ontology\",\n\"formatVersion\":2}", 2, "ontology.document_version")]
    [InlineData("{\"format\":\"platform-ontology\",\"formatVersion\":1}", 1, "ontology.document_classes")]
    [InlineData("{\"format\":\"platform-ontology\",\"formatVersion\":1,\"classes\":[]}", 1, "ontology.document_empty")]
    public void Document_OfAnotherForm_IsRefusedAtItsLine(string json, int line, string code) =>
        Faults(json).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Line = line, Code = code });

    private static IReadOnlyList<OntologyDocumentFault> Faults(string json) =>
        FluentActions.Invoking(() => OntologyDocumentReader.Read(json)).Should().Throw<OntologyDocumentException>().Which.Faults;

    private static ImportOntologyCommand Import(TestDatabase database) => new(new CreateOntologyVersionCommand(database.Contexts, database.Time));
}
