using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;

namespace Platform.Core.Ontologies;

/// <summary>Registers the area Ontologies.</summary>
public static class OntologyServices
{
    public static IServiceCollection AddOntologies(this IServiceCollection services) => services
        .AddSingleton<OntologyQueries>()
        .AddSingleton<OntologyUseQueries>()
        .AddSingleton<SamplePictureQueries>()
        .AddSingleton<OntologyDiffQueries>()
        .AddSingleton<OntologyDocumentQueries>()
        .AddSingleton<OntologyMigrationQueries>()
        .AddSingleton<ImportOntologyCommand>()
        .AddSingleton<RenameOntologyVersionCommand>()
        .AddSingleton<ApplyOntologyMigrationCommand>()
        .AddSingleton<UndoOntologyMigrationCommand>()
        .AddSingleton<CreateOntologyVersionCommand>()
        .AddSingleton<CopyOntologyVersionCommand>()
        .AddSingleton<SaveLabelClassesCommand>()
        .AddSingleton<FreezeOntologyVersionCommand>()
        .AddSingleton<SetDefaultOntologyCommand>();
}
