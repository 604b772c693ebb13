using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Core.Data;

/// <summary>
/// Maps strings that hold JSON: <c>jsonb</c> on PostgreSQL, TEXT with a validity CHECK on SQLite.
/// jsonb neither keeps white space nor the order of keys, so a document is compared or hashed in a canonical form, never by its text.
/// </summary>
internal static class JsonColumns
{
    private const string Marker = "platform:json";

    public static PropertyBuilder<TProperty> IsJson<TProperty>(this PropertyBuilder<TProperty> property) => property.HasAnnotation(Marker, true);

    public static void Copy(IMutableProperty from, IMutableProperty to) => to.SetOrRemoveAnnotation(Marker, from.FindAnnotation(Marker)?.Value);

    public static void Apply(IMutableModel model, string columnType)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(property => property.RemoveAnnotation(Marker) is not null))
            {
                property.SetColumnType(columnType);
                if (columnType == "TEXT")
                {
                    var column = property.GetColumnName();
                    entity.AddCheckConstraint($"ck_{entity.GetTableName()}_{column}_json", $"\"{column}\" IS NULL OR json_valid(\"{column}\")");
                }
            }
        }
    }
}
