using Microsoft.AspNetCore.Http;
using Turnout.Server.Hosting;

namespace Turnout.Server.Tests.Hosting;

public class PreconditionTests
{
    [Theory]
    [InlineData(null, null, 7L, true)]
    [InlineData(null, null, null, true)]
    [InlineData("\"7\"", null, 7L, true)]
    [InlineData("\"6\", \"7\"", null, 7L, true)]
    [InlineData("*", null, 7L, true)]
    [InlineData("*", null, null, false)]
    [InlineData("\"6\"", null, 7L, false)]
    [InlineData("\"6\"", null, null, false)]
    // Weak tags never match for a write.
    [InlineData("W/\"7\"", null, 7L, false)]
    [InlineData("7", null, 7L, false)]
    [InlineData(null, "*", null, true)]
    [InlineData(null, "*", 7L, false)]
    // Any other If-None-Match is a matter of reads.
    [InlineData(null, "\"7\"", 7L, true)]
    public void A_write_goes_on_only_where_its_headers_hold(string? ifMatch, string? ifNoneMatch, long? revision, bool goesOn)
    {
        var request = new DefaultHttpContext().Request;
        if (ifMatch is not null) request.Headers.IfMatch = ifMatch;
        if (ifNoneMatch is not null) request.Headers.IfNoneMatch = ifNoneMatch;
        var problem = Precondition.Of(request).Check(revision);
        Assert.Equal(goesOn, problem is null);
        if (problem is not null) Assert.Equal(("precondition_failed", 412), (problem.Code, problem.Status));
    }
}
