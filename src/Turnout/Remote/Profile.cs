using System.Text.Json;

namespace Turnout.Remote;

/// <summary>Where the operator's verbs go and as whom, kept by <c>turnout login</c> in a file that only its owner may read.</summary>
/// <param name="Server">The server's address.</param>
/// <param name="Token">An admin token, or a member's with scopes.</param>
/// <param name="Environment">The environment that verbs are about unless they say otherwise.</param>
internal sealed record Profile(string Server, string Token, string? Environment)
{
    static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary><c>TURNOUT_PROFILE</c>, else <c>turnout/profile.json</c> in the user's folder for configuration.</summary>
    public static string Path => System.Environment.GetEnvironmentVariable("TURNOUT_PROFILE") is { Length: > 0 } path ? path
        : System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.ApplicationData), "turnout", "profile.json");

    /// <returns>Null where nobody has logged in.</returns>
    /// <exception cref="RemoteException">The file is there and is no profile.</exception>
    public static Profile? Load()
    {
        if (!File.Exists(Path)) return null;
        try
        {
            return JsonSerializer.Deserialize<Profile>(File.ReadAllText(Path), Options);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RemoteException(ExitCodes.Usage, $"The profile {Path} cannot be read: {exception.Message} Log in again with 'turnout login'.");
        }
    }

    /// <summary>Writes the file anew, readable by its owner alone from the first byte on.</summary>
    public void Save()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        File.Delete(Path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path, options);
        JsonSerializer.Serialize(file, this, Options);
    }
}
