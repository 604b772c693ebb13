using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Assets.Model;
using Platform.Core.People.Model;
using Platform.Core.Reviews.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ReviewCommentConfiguration : IEntityTypeConfiguration<ReviewComment>
{
    public void Configure(EntityTypeBuilder<ReviewComment> builder)
    {
        builder.ToTable("review_comment");
        builder.Property(comment => comment.Text).HasMaxLength(ReviewComment.TextLength);
        builder.HasCheck("point", "(\"x\" IS NULL) = (\"y\" IS NULL)");
        builder.HasCheck("resolved", "(\"resolved_at\" IS NULL) = (\"resolved_by\" IS NULL)");
        builder.References<ReviewComment, Asset>(comment => comment.AssetId);
        builder.References<ReviewComment, User>(comment => comment.AuthorId);
        builder.References<ReviewComment, User>(comment => comment.ResolvedBy);

        // The comments of an image, and how many of them are open.
        builder.HasIndex(comment => new { comment.AssetId, comment.ResolvedAt });

        // Serve the foreign keys.
        builder.HasIndex(comment => comment.AuthorId);
        builder.HasIndex(comment => comment.ResolvedBy);
    }
}
