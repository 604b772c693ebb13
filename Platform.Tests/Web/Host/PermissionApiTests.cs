using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Web.Endpoints;

namespace Platform.Tests.Web.Host;

/// <summary>Every endpoint there is, asked by those who may not: the lists come from the running application, so a new endpoint is tried here without a word more.</summary>
public abstract class PermissionApiTests(PermissionWorld world)
{
    /// <summary>Addresses that name nothing of a project, so that there is nothing to guess.</summary>
    private static readonly string[] s_nameNothing =
    [
        "GET /api/projects", "POST /api/projects", "GET /api/runs", "GET /api/departments", "GET /api/departments/usage", "GET /api/deployment-bundle-key", "GET /api/audit", "GET /api/audit/export", "GET /api/pending-registrations",
        .. EndpointPolicies.Own,
    ];

    /// <summary>The registry of language models belongs to all departments alike: there is nothing to hide from a stranger.</summary>
    private const string SharedByAll = " /api/llm/";

    /// <summary>What these name does not stand in this world: they look for it before they ask what its finder may.</summary>
    private static readonly string[] s_findNothing = ["POST /api/ontology-migrations/{migrationId:guid}/undo", "DELETE /api/model-versions/{versionId:guid}/evaluation-jobs/{evaluationId:guid}"];

    [Fact]
    public void EveryEndpoint_ThatChangesSomething_HasItsPolicy()
    {
        world.Routes.Should().HaveCountGreaterThan(150);
        world.Routes.Where(route => EndpointPolicies.Of(route) is null && !EndpointPolicies.Own.Contains(route)).Should().BeEmpty("each stands in EndpointPolicies");
        EndpointPolicies.Named.Keys.Concat(EndpointPolicies.Own).Should().BeSubsetOf(world.Routes, "what is named there exists");
    }

    [Fact]
    public void EndpointsThatAnybodyMayCall_AreTheseAlone()
    {
        var anonymous = world.Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText).Distinct();

        anonymous.Should().BeSubsetOf(["/health", "/preferences/language", "/sign-in", "/sign-in/link", "/sign-in/firebase"]);
    }

    [Theory]
    [InlineData(UserRole.Analyst)]
    [InlineData(UserRole.Researcher)]
    [InlineData(UserRole.Developer)]
    public async Task Role_OnEveryEndpointThatTheMatrixRefuses_IsDenied(UserRole role)
    {
        var actor = await world.AddMemberAsync(role);
        using var client = await world.ClientAsync(actor);
        var refused = world.Routes.Where(route => EndpointPolicies.Of(route) is { } permission && !AccessPolicy.Allows(actor, permission, actor.DepartmentId)).ToList();

        var answers = new List<string>();
        foreach (var route in refused)
        {
            var (status, code) = await world.CallAsync(client, route);
            if ((status, code) != (s_findNothing.Contains(route) ? (404, "not_found") : (403, "access.denied")))
            {
                answers.Add($"{route}: {status} {code}");
            }
        }

        refused.Should().NotBeEmpty();
        answers.Should().BeEmpty();
    }

    [Fact]
    public async Task Stranger_OnEveryEndpointThatNamesSomething_FindsNothing()
    {
        using var client = await world.ClientAsync(world.Stranger.Actor);
        var answers = new List<string>();
        foreach (var route in world.Routes.Except(s_nameNothing).Where(route => !route.Contains(SharedByAll, StringComparison.Ordinal)))
        {
            var (status, code) = await world.CallAsync(client, route);
            if (status != (int)HttpStatusCode.NotFound && !IsForAdministrators(route, code))
            {
                answers.Add($"{route}: {status} {code}");
            }
        }

        answers.Should().BeEmpty();
    }

    [Theory]
    [InlineData(TokenScope.Training)]
    [InlineData(TokenScope.Annotation)]
    [InlineData(TokenScope.Llm)]
    [InlineData(TokenScope.Admin)]
    public async Task TokenOfOneScope_OnEveryEndpointOutsideIt_IsRefused(TokenScope scope)
    {
        using var client = await world.ClientAsync(await world.AddMemberAsync(UserRole.Admin), new TokenLimits([scope]));
        var outside = world.Routes.Where(route => EndpointPolicies.Of(route) is { } permission
            ? !ScopePolicy.PermissionsOf(scope).Contains(permission)
            : scope != TokenScope.Admin && route != "GET /api/me").ToList();

        var answers = new List<string>();
        foreach (var route in outside)
        {
            var (status, code) = await world.CallAsync(client, route);
            if ((status, code) != (403, "token.scope"))
            {
                answers.Add($"{route}: {status} {code}");
            }
        }

        outside.Should().NotBeEmpty();
        answers.Should().BeEmpty();
        (await world.CallAsync(client, "GET /api/me")).Status.Should().Be(200);
    }

    [Fact]
    public async Task TokenOfAnotherProject_OnEveryEndpointThatNamesSomething_FindsNothing()
    {
        using var client = await world.ClientAsync(world.Seed.Actor, new TokenLimits(null, world.OtherProject));
        var answers = new List<string>();
        foreach (var route in world.Routes.Except(s_nameNothing).Where(route => !route.Contains(SharedByAll, StringComparison.Ordinal)))
        {
            var (status, code) = await world.CallAsync(client, route);
            if (status != 404 && code != "token.project")
            {
                answers.Add($"{route}: {status} {code}");
            }
        }

        answers.Should().BeEmpty();
        (await client.GetStringAsync("/api/projects", TestContext.Current.CancellationToken)).Should().Contain($"{world.OtherProject}").And.NotContain($"{world.Seed.Project.Id}");
        (await client.GetStringAsync("/api/runs", TestContext.Current.CancellationToken)).Should().NotContain($"{world.RunId}");
        (await client.GetStringAsync("/api/departments", TestContext.Current.CancellationToken)).Should().Be("[]");
    }

    [Fact]
    public async Task Token_AtTheHealthCheck_IsNoHindrance()
    {
        using var client = await world.ClientAsync(world.Seed.Actor);

        (await client.GetStringAsync("/health", TestContext.Current.CancellationToken)).Should().Be("Healthy");
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/people")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("POST", "/sign-out")]
    public async Task Token_OnPagesAndCircuits_OpensNothing(string method, string path)
    {
        using var client = await world.ClientAsync(world.Seed.Actor);

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Parse(method), path), TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Exchange_WithAToken_GivesOneOfItsScopesForAnHour()
    {
        using var client = await world.ClientAsync(world.Seed.Actor);
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, "/api/auth/token", new { scopes = new[] { "training" } }, TestContext.Current.CancellationToken);
        var token = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        token.GetProperty("tokenType").GetString().Should().Be("Bearer");
        token.GetProperty("expiresIn").GetInt32().Should().BeInRange(3590, 3600);
        using var program = new HttpClient { BaseAddress = world.Host.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("accessToken").GetString());
        (await world.CallAsync(program, "GET /api/projects")).Status.Should().Be(200);
        (await world.CallAsync(program, "POST /api/projects")).Should().Be((403, "token.scope"));
    }

    // Folders of the server are asked about before the version: what is there concerns administrators alone.
    private static bool IsForAdministrators(string route, string? code) => code == "access.denied" && EndpointPolicies.Of(route) == Permission.ManagePlatform;
}

/// <summary>On SQLite.</summary>
public sealed class SqlitePermissionApiTests(SqlitePermissionWorld world) : PermissionApiTests(world), IClassFixture<SqlitePermissionWorld>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresPermissionApiTests(PostgresPermissionWorld world) : PermissionApiTests(world), IClassFixture<PostgresPermissionWorld>;
