using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Shared;

namespace Platform.Core.Data;

/// <summary>The words that entity configurations share.</summary>
internal static class ConfigurationExtensions
{
    public const int Sha256Length = 64;

    /// <summary>Stores an enumeration by its <see cref="EnumText{T}"/>, guarded by a CHECK.</summary>
    public static void HasEnumText<TEntity, T>(this EntityTypeBuilder<TEntity> entity, Expression<Func<TEntity, T>> property)
        where TEntity : class
        where T : struct, Enum
    {
        var column = entity.Property(property).HasConversion(value => EnumText<T>.ToText(value), text => EnumText<T>.Parse(text)).Metadata.Name;
        entity.HasEnumCheck<TEntity, T>(SchemaNaming.SnakeCase(column));
    }

    /// <summary>The same for a column that may be null.</summary>
    public static void HasEnumText<TEntity, T>(this EntityTypeBuilder<TEntity> entity, Expression<Func<TEntity, T?>> property)
        where TEntity : class
        where T : struct, Enum
    {
        var column = entity.Property(property).HasConversion(value => EnumText<T>.ToText(value!.Value), text => EnumText<T>.Parse(text)).Metadata.Name;
        entity.HasEnumCheck<TEntity, T>(SchemaNaming.SnakeCase(column));
    }

    /// <summary>Adds a CHECK whose SQL both engines understand; columns in double quotes.</summary>
    public static void HasCheck<TEntity>(this EntityTypeBuilder<TEntity> entity, string name, string sql)
        where TEntity : class
    {
        var table = entity.Metadata.GetTableName()!;
        entity.ToTable(table, builder => builder.HasCheckConstraint($"ck_{table}_{name}", sql));
    }

    /// <summary>A foreign key without navigation: what is referenced cannot be deleted.</summary>
    public static void References<TEntity, TPrincipal>(this EntityTypeBuilder<TEntity> entity, Expression<Func<TEntity, object?>> foreignKey)
        where TEntity : class
        where TPrincipal : class =>
        entity.HasOne<TPrincipal>().WithMany().HasForeignKey(foreignKey).OnDelete(DeleteBehavior.Restrict);

    private static void HasEnumCheck<TEntity, T>(this EntityTypeBuilder<TEntity> entity, string column)
        where TEntity : class
        where T : struct, Enum =>
        entity.HasCheck(column, $"\"{column}\" IN ({string.Join(", ", EnumText<T>.All.Select(text => $"'{text}'"))})");
}
