using MigrationTools.Core.Errors;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>Paths as people write them, as URLs want them, and as bodies do.</summary>
public sealed class SnapLogicPathTests
{
    [Theory]
    [InlineData("/acme/Sales/Order Sync", "acme/Sales/Order%20Sync")]
    [InlineData("acme/Sales/Order Sync/", "acme/Sales/Order%20Sync")]
    [InlineData("/acme/Sales/100% done", "acme/Sales/100%25%20done")]
    [InlineData("/acme/Sales/a%20b", "acme/Sales/a%2520b")]
    [InlineData("/acme/Sales/C# + C++", "acme/Sales/C%23%20%2B%20C%2B%2B")]
    [InlineData("/acme/Sales/Größe", "acme/Sales/Gr%C3%B6%C3%9Fe")]
    [InlineData("/acme/Sales/a?b&c", "acme/Sales/a%3Fb%26c")]
    public void A_plain_path_is_escaped_once_name_by_name(string given, string url)
    {
        var path = SnapLogicPath.Project(given);
        Assert.Equal(url, path.Url);
        Assert.Equal("/" + given.Trim('/'), path.ToString());
    }

    [Fact]
    public void An_escaped_path_is_what_it_means()
    {
        Assert.Equal("/acme/Sales/Order Sync", SnapLogicPath.Project("acme/Sales/Order%20Sync", isEscaped: true).ToString());
        Assert.Equal("/acme/Sales/100% done", SnapLogicPath.Project("acme/Sales/100%25%20done", isEscaped: true).ToString());
        // The vendor's pages write versions encoded, so those that look so are taken so, unless somebody says otherwise.
        Assert.Equal("/snaplogic/apim/My User API/1.0", SnapLogicPath.Version("snaplogic/apim/My%20User%20API/1.0").ToString());
        Assert.Equal("/snaplogic/apim/My%20User%20API/1.0", SnapLogicPath.Version("snaplogic/apim/My%20User%20API/1.0", isEscaped: false).ToString());
        Assert.Equal("/snaplogic/apim/My%20User%20API/1.0", SnapLogicPath.Version("/snaplogic/apim/My User API/1.0").Escaped);
    }

    [Theory]
    [InlineData("/acme/Sales", "project space")]
    [InlineData("/acme", "1 name")]
    [InlineData("/acme/Sales/Orders/nightly", "too many")]
    [InlineData("", "empty")]
    [InlineData("//acme/Sales", "empty name")]
    [InlineData("/acme//Orders", "empty name")]
    [InlineData("/acme/../Orders", "'..'")]
    [InlineData("/acme/./Orders", "'.'")]
    [InlineData("/acme/Sales/Or\nders", "control")]
    public void What_is_no_project_is_refused_with_the_reason(string given, string reason)
    {
        var error = Assert.Throws<MigrationException>(() => SnapLogicPath.Project(given));
        Assert.Equal(ErrorKinds.ProjectPathInvalid, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/Sales/..%2Fother%2F..", true)]
    [InlineData("acme/Sales/%2E%2E", true)]
    [InlineData("acme/Sales/a%2Fb", true)]
    public void What_hides_in_an_escaped_path_is_found(string given, bool escaped) =>
        Assert.Equal(ErrorKinds.ProjectPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Project(given, escaped)).Kind);

    [Fact]
    public void Versions_assets_and_Snaplexes_have_their_own_depth()
    {
        Assert.Equal(ErrorKinds.VersionPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Version("/acme/Sales/Orders/1.0")).Kind);
        Assert.Equal(ErrorKinds.VersionPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Version("/acme/apim/BookStore")).Kind);
        Assert.Equal(ErrorKinds.AssetPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Asset("/acme/Sales/Orders")).Kind);
        Assert.Equal(ErrorKinds.SnaplexPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Snaplex("/acme/my-snaplex")).Kind);
        Assert.Equal(ErrorKinds.SnaplexPathInvalid, Assert.Throws<MigrationException>(() => SnapLogicPath.Snaplex("/acme/shared/a/b/c")).Kind);
        Assert.Equal(4, SnapLogicPath.Snaplex("/acme/shared/shared/my-snaplex").Segments.Count);
    }

    [Theory]
    [InlineData("task", "Job")]
    [InlineData("JOB", "Job")]
    [InlineData(" pipeline ", "Pipeline")]
    public void Types_are_spelled_as_the_API_does(string given, string type) => Assert.Equal(type, SnapLogicAssetTypes.Parse(given));

    [Fact]
    public void A_type_that_is_none_is_refused() => Assert.Equal(ErrorKinds.InvalidValue, Assert.Throws<MigrationException>(() => SnapLogicAssetTypes.Parse("Pipline")).Kind);
}
