using Microsoft.Extensions.Options;

namespace Turnout.Server.Hosting;

/// <summary>Section <c>Turnout:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The data folder, made when missing; <c>--data</c> or <c>TURNOUT_DATA</c>. Default: <c>data</c> where the process was started.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>An Npgsql connection string puts the store on PostgreSQL; <c>TURNOUT_POSTGRES</c>. Null: SQLite in the data folder.</summary>
    public string? Postgres { get; set; }

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
