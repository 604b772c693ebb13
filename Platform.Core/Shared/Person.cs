namespace Platform.Core.Shared;

/// <summary>Somebody as others see them beside their work.</summary>
public sealed record Person(Guid Id, string Name);
