using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>The folder of an embedded store, and the lock file by which one process claims it.</summary>
internal static class DataFolder
{
    const string LockFile = "turnout.lock";

    /// <summary>Makes the folder when missing, and claims it until the stream is disposed of.</summary>
    /// <returns>Null when another process has claimed it.</returns>
    /// <exception cref="StartupException">The folder cannot be made or written to.</exception>
    public static FileStream? TryClaim(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"The data folder {Path.GetFullPath(folder)} cannot be written to. Give this user the right, or choose another with --data.", exception) { Code = "folder_unusable" };
        }
        // What cannot be opened although it is there is held by another process.
        catch (IOException) when (File.Exists(Path.Combine(folder, LockFile)))
        {
            return null;
        }
        catch (IOException exception)
        {
            throw new StartupException($"The data folder {Path.GetFullPath(folder)} cannot be used: {exception.Message}", exception) { Code = "folder_unusable" };
        }
    }
}
