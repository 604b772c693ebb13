using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>EF has no word for a constraint that is checked at commit; this adds it to the ones that need it.</summary>
internal sealed class DeferrableSqliteMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations) : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void ForeignKeyConstraint(AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        base.ForeignKeyConstraint(operation, model, builder);
        if (DeferredForeignKeys.Contains(operation.Name))
        {
            builder.Append(DeferredForeignKeys.Clause);
        }
    }
}
