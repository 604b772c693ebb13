using Platform.Core.Assets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Assets;

/// <summary>Where the label work on an asset stands, and whose it is.</summary>
public sealed record AssetWork(WorkState State, Person? Assignee);

/// <summary>What those who have an asset open watch.</summary>
public sealed record AssetPulse(long Revision, AssetWork Work, int OpenComments);
