using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;

namespace Platform.Core.Reviews;

/// <summary>Registers the area Reviews: states of label work, assignment and comments.</summary>
public static class ReviewServices
{
    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<CommentQueries>()
        .AddSingleton<LabelWorkQueries>()
        .AddSingleton<AgreementQueries>()
        .AddSingleton<AddCommentCommand>()
        .AddSingleton<SettleCommentCommand>()
        .AddSingleton<DeleteCommentCommand>()
        .AddSingleton<SetWorkStateCommand>()
        .AddSingleton<AssignAssetsCommand>();
}
