using Microsoft.Extensions.Options;

namespace Turnout.Server.Hosting;

/// <summary>Section <c>Turnout:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The data folder, made when missing; <c>--data</c> or <c>TURNOUT_DATA</c>. Default: <c>data</c> where the process was started.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>An Npgsql connection string puts the store on PostgreSQL; <c>TURNOUT_POSTGRES</c>. Null: SQLite in the data folder.</summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// Addresses of ClickHouse's HTTP interface, separated by commas, where events go once they are old enough to be many; <c>TURNOUT_CLICKHOUSE</c>:
    /// <c>http://host:8123?database=turnout&amp;user=…&amp;password=…</c>, and <c>cluster=NAME</c> where the addresses are its shards. Null: events stay in the store.
    /// </summary>
    public string? ClickHouse { get; set; }

    /// <summary>Whether this process claims the data folder for itself, as servers do and operators' verbs do not.</summary>
    internal bool Alone { get; set; } = true;

    internal sealed class Validation : IValidateOptions<StorageOptions>
    {
        public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
            string.IsNullOrWhiteSpace(options.DataFolder)
                ? ValidateOptionsResult.Fail("TURNOUT_DATA (Turnout:Storage:DataFolder) is empty; name a folder.")
                : ValidateOptionsResult.Success;
    }
}
