using System.Net;
using System.Text.Json;
using Npgsql;

namespace Turnout.Server.Tests.Audit;

public class AuditRoleTests
{
    [Fact]
    public async Task On_PostgreSQL_a_server_that_may_not_touch_written_entries_does_all_its_work()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        // The schema is made by its owner, as turnout migrate does; the server comes as another user.
        await using (await database.OpenAsync())
        {
        }
        var role = $"turnout_{Guid.NewGuid():N}";
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.Postgres) { Pooling = false });
        await ExecuteAsync(owner, $"""
            CREATE ROLE {role} LOGIN PASSWORD 'x';
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
            REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM {role};
            """);
        try
        {
            var restricted = new NpgsqlConnectionStringBuilder(database.Postgres) { Username = role, Password = "x" }.ToString();
            await using (var host = await TurnoutHost.StartAsync(database, settings: new() { ["TURNOUT_POSTGRES"] = restricted }))
            {
                await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/flags/f", new { key = "f" }, HttpStatusCode.Created);
                await host.Admin.SendAsync<string>(HttpMethod.Delete, "/api/v1/environments/production/flags/f", null, HttpStatusCode.NoContent);
                await host.CreateKeyAsync("server");
                var chain = await host.Admin.GetAsync<JsonElement>("/api/v1/audit/chain");
                Assert.True(chain.GetProperty("intact").GetBoolean());
                Assert.Equal(3, chain.GetProperty("entries").GetInt32());
            }
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(restricted) { Pooling = false });
            foreach (var sql in new[] { "DELETE FROM audit", "UPDATE audit SET actor = 'somebody else'", "TRUNCATE audit", "DROP TABLE audit" })
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(source, sql));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }
        }
        finally
        {
            await ExecuteAsync(owner, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
