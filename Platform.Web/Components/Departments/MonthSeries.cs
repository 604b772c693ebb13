namespace Platform.Web.Components.Departments;

/// <summary>One kind of usage over months; series of a chart stand on each other.</summary>
/// <param name="Values">A value a month.</param>
public sealed record MonthSeries(string Name, string Color, IReadOnlyList<double> Values);
