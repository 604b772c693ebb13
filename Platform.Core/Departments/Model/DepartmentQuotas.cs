namespace Platform.Core.Departments.Model;

/// <summary>What a department may use; null is unlimited, 0 is nothing.</summary>
/// <param name="StorageBytes">Bytes of its projects' files, a shared file once.</param>
/// <param name="TrainingHours">Hours on training devices a month, CPU or GPU alike.</param>
/// <param name="Tokens">Tokens of language models a month.</param>
public sealed record DepartmentQuotas(long? StorageBytes = null, int? TrainingHours = null, long? Tokens = null);
