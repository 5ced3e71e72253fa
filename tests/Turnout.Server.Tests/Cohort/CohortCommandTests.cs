using System.Net;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Cohort;

public class CohortCommandTests
{
    [Fact]
    public async Task The_verb_beside_a_running_server_reaches_it()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await TurnoutHost.StartAsync(place);
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Service<Database>().Changed += change =>
        {
            if (change.Kind == ChangeKind.Everything) noticed.TrySetResult();
        };

        Assert.Equal(0, await CohortCommand.Create().Parse(["add", "user", "u1", "u2", "--data", place.Folder]).InvokeAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await noticed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await host.Service<CohortTable>().RefreshAsync(default);
        Assert.True(host.Service<CohortTable>().IsSynthetic("production", "u2", null));
    }

    [Fact]
    public async Task The_servers_own_writes_are_not_taken_for_foreign_ones()
    {
        await using var host = await TurnoutHost.StartAsync();
        var foreign = 0;
        host.Service<Database>().Changed += change =>
        {
            if (change.Kind == ChangeKind.Everything) Interlocked.Increment(ref foreign);
        };
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/u1", null, HttpStatusCode.NoContent);
        for (var i = 0; i < 5; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            // A write behind the look in the same queue: when it is done, the look is.
            await host.Service<Database>().WriteAsync(_ => Task.CompletedTask);
        }

        Assert.Equal(0, foreign);
    }
}
