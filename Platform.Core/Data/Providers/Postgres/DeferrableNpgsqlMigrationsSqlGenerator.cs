using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace Platform.Core.Data.Providers.Postgres;

// EF1001: the generator's only constructor asks for this internal type; it is passed through untouched.
#pragma warning disable EF1001
/// <summary>EF has no word for a constraint that is checked at commit; this adds it to the ones that need it.</summary>
internal sealed class DeferrableNpgsqlMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options) : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
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
