using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Reviews.Commands;

/// <summary>Keeps how much people label, in the transaction of what they did: one row a person, version and day, so that it costs one statement and stays small.</summary>
internal static class LabelDays
{
    /// <summary>Longer pauses between two edits count as this.</summary>
    public const int LongestPauseSeconds = 120;

    public static Task AddAsync(PlatformDbContext db, Actor actor, Guid datasetVersionId, LabelEffort effort, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).DateTime);
        var second = now.ToUnixTimeSeconds();

        // Both engines have this statement; two tabs of one person must not collide over the first edit of a day.
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO label_day (user_id, dataset_version_id, day, drawn, changed, deleted, judged, images_done, active_seconds, last_second)
            VALUES ({actor.UserId}, {datasetVersionId}, {day}, {effort.Drawn}, {effort.Changed}, {effort.Deleted}, {effort.Judged}, {effort.ImagesDone}, 0, {second})
            ON CONFLICT (user_id, dataset_version_id, day) DO UPDATE SET
                drawn = label_day.drawn + excluded.drawn,
                changed = label_day.changed + excluded.changed,
                deleted = label_day.deleted + excluded.deleted,
                judged = label_day.judged + excluded.judged,
                images_done = label_day.images_done + excluded.images_done,
                active_seconds = label_day.active_seconds + CASE
                    WHEN excluded.last_second - label_day.last_second > {LongestPauseSeconds} THEN {LongestPauseSeconds}
                    WHEN excluded.last_second > label_day.last_second THEN CAST(excluded.last_second - label_day.last_second AS integer)
                    ELSE 0 END,
                last_second = CASE WHEN excluded.last_second > label_day.last_second THEN excluded.last_second ELSE label_day.last_second END
            """,
            cancellationToken);
    }
}
