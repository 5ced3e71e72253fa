using System.Runtime.InteropServices;
using System.Text;

namespace CurrentClickHouse;

/// <summary>ClickHouse in this process, by the functions of <c>chdb.h</c>. One statement runs at a time.</summary>
internal sealed unsafe partial class Engine : IDisposable
{
    const string Library = "chdb";

    readonly Lock gate = new();
    readonly nint* connection;

    /// <param name="library">Where <c>libchdb.so</c> is.</param>
    /// <param name="folder">Where its data go.</param>
    public Engine(string library, string folder)
    {
        NativeLibrary.SetDllImportResolver(typeof(Engine).Assembly, (_, _, _) => NativeLibrary.Load(library));
        // .NET's own are needed.
        SetSignalHandlersEnabled(0);
        connection = Connect(2, ["clickhouse", $"--path={folder}"]);
        if (connection is null) throw new InvalidOperationException($"ClickHouse cannot use the folder {folder}.");
    }

    /// <param name="database">In which names without a database are looked up.</param>
    /// <param name="statement">The statement.</param>
    /// <returns>What it answered, or why it did not.</returns>
    public (byte[] Answer, string? Error) Execute(string database, string statement)
    {
        lock (gate)
        {
            // CREATE DATABASE comes before there is one to use.
            if (Query($"USE {database}").Error is { } error) return ([], error);
            return Query(statement);
        }
    }

    public void Dispose() => Close(connection);

    (byte[] Answer, string? Error) Query(string statement)
    {
        var text = Encoding.UTF8.GetBytes(statement);
        var result = Query(*connection, text, (nuint)text.Length, "TabSeparated", 12);
        try
        {
            return Error(result) is not 0 and var error ? ([], Marshal.PtrToStringUTF8(error)) : (new ReadOnlySpan<byte>(Buffer(result), (int)Length(result)).ToArray(), null);
        }
        finally
        {
            Destroy(result);
        }
    }

    [LibraryImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
    private static partial void SetSignalHandlersEnabled(int enabled);

    [LibraryImport(Library, EntryPoint = "chdb_connect", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint* Connect(int count, string[] arguments);

    [LibraryImport(Library, EntryPoint = "chdb_close_conn")]
    private static partial void Close(nint* connection);

    [LibraryImport(Library, EntryPoint = "chdb_query_n", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Query(nint connection, byte[] statement, nuint length, string format, nuint formatLength);

    [LibraryImport(Library, EntryPoint = "chdb_result_buffer")]
    private static partial byte* Buffer(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_length")]
    private static partial nuint Length(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_error")]
    private static partial nint Error(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_query_result")]
    private static partial void Destroy(nint result);
}
