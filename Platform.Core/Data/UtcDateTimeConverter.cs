using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Platform.Core.Data;

/// <summary>Keeps times UTC on every engine, in whole microseconds (PostgreSQL's precision), so that a value reads back as it was written.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(value => Write(value), value => DateTime.SpecifyKind(value, DateTimeKind.Utc))
{
    private static DateTime Write(DateTime value) => value.Kind == DateTimeKind.Utc
        ? new DateTime(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc)
        : throw new InvalidOperationException("Times are stored in UTC only; take them from a TimeProvider.");
}
