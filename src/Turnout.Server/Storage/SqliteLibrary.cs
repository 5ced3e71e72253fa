using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>
/// Binds SQLite to the system's library, which the system keeps patched; no copy of it is shipped.
/// </summary>
internal static class SqliteLibrary
{
    static readonly string[] Names = OperatingSystem.IsWindows() ? ["winsqlite3", "sqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    static readonly Lazy<Exception?> Loaded = new(Load);

    /// <exception cref="StartupException">The system has no SQLite library.</exception>
    public static void EnsureLoaded()
    {
        if (Loaded.Value is { } failure)
            throw new StartupException("The system's SQLite library was not found. On Debian and Ubuntu: apt-get install libsqlite3-0.", failure);
    }

    static Exception? Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            raw.FreezeProvider();
            return raw.sqlite3_libversion_number() >= 3_035_000
                ? null
                : new InvalidOperationException($"SQLite 3.35 or newer is needed; this is {raw.sqlite3_libversion().utf8_to_string()}.");
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException)
        {
            return exception;
        }
    }

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3") return 0;
        foreach (var candidate in Names)
            if (NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        return 0;
    }
}
