using Platform.Core.Shared;
using Platform.Web.Hosting;

namespace Platform.Tests.Web.Host;

public sealed class DomainExceptionHandlerTests
{
    public static TheoryData<DomainRuleException, int> Errors => new()
    {
        { new NotFoundException("project", Guid.Empty), 404 },
        { new AccessDeniedException("edit_project"), 403 },
        { new ConflictException("some.conflict", "Somebody was faster."), 409 },
        { new DomainRuleException("database.busy", "Try again."), 503 },
        { new DomainRuleException("database.duplicate", "Exists."), 409 },
        { new DomainRuleException("value.unknown", "No such value."), 400 },
        { new DomainRuleException("project.name_taken", "Taken."), 422 },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Status_OfADomainError_FollowsItsKind(DomainRuleException error, int status) => DomainExceptionHandler.StatusOf(error).Should().Be(status);

    [Fact]
    public void DatabaseBusy_OtherFailure_IsNot() => DatabaseBusy.Is(new InvalidOperationException("no", new IOException())).Should().BeFalse();
}
