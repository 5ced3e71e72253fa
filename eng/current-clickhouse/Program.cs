using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Web;

// A current ClickHouse as a library, behind as much of ClickHouse's HTTP interface as Turnout speaks: see ../current-clickhouse.sh.
//   CurrentClickHouse LIBRARY FOLDER PORT
var engine = new Engine(args[0], args[1]);
var folder = args[1];
using var listener = new HttpListener();
listener.Prefixes.Add($"http://127.0.0.1:{int.Parse(args[2], CultureInfo.InvariantCulture)}/");
listener.Start();
Console.WriteLine(Encoding.UTF8.GetString(engine.Query("SELECT version() FORMAT TSVRaw")).Trim());
while (true)
{
    var context = await listener.GetContextAsync();
    byte[] answer;
    try
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var query = HttpUtility.ParseQueryString(context.Request.Url!.Query);
        if (query["database"] is { Length: > 0 } database) engine.Query($"USE {database}");
        answer = context.Request.Url.AbsolutePath == "/ping" ? "Ok.\n"u8.ToArray()
            : query["query"] is { } insert ? Insert(insert, body.ToArray())
            : engine.Query(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }
    catch (InvalidOperationException exception)
    {
        context.Response.StatusCode = 500;
        answer = Encoding.UTF8.GetBytes(exception.Message);
    }
    context.Response.ContentLength64 = answer.Length;
    await context.Response.OutputStream.WriteAsync(answer);
    context.Response.Close();
}

// A statement cannot carry bytes here: they come from a file, read as the columns' own types.
byte[] Insert(string sql, byte[] rows)
{
    const string end = " FORMAT RowBinary";
    if (!sql.EndsWith(end, StringComparison.Ordinal)) throw new InvalidOperationException($"Not an insert that is known here: {sql}");
    var open = sql.IndexOf('(', StringComparison.Ordinal);
    var table = sql["INSERT INTO ".Length..open].Trim();
    var names = sql[(open + 1)..sql.IndexOf(')', StringComparison.Ordinal)].Split(',', StringSplitOptions.TrimEntries);
    var types = Encoding.UTF8.GetString(engine.Query($"SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '{table}' FORMAT TSVRaw"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => parts[1]);
    var file = Path.Combine(folder, "rows");
    File.WriteAllBytes(file, rows);
    return engine.Query($"{sql[..^end.Length]} SELECT * FROM file('{file}', 'RowBinary', '{string.Join(", ", names.Select(name => $"{name} {types[name]}"))}')");
}

/// <summary>One connection to the library. Not thread-safe.</summary>
internal sealed unsafe class Engine
{
    readonly delegate* unmanaged<void*, byte*, nuint, byte*, nuint, void*> query;
    readonly delegate* unmanaged<void*, byte*> buffer, error;
    readonly delegate* unmanaged<void*, nuint> length;
    readonly delegate* unmanaged<void*, void> free;
    readonly void* connection;

    public Engine(string library, string folder)
    {
        var handle = NativeLibrary.Load(library);
        // It would take the runtime's own signals away.
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(handle, "chdb_set_signal_handlers_enabled"))(0);
        query = (delegate* unmanaged<void*, byte*, nuint, byte*, nuint, void*>)NativeLibrary.GetExport(handle, "chdb_query_n");
        buffer = (delegate* unmanaged<void*, byte*>)NativeLibrary.GetExport(handle, "chdb_result_buffer");
        error = (delegate* unmanaged<void*, byte*>)NativeLibrary.GetExport(handle, "chdb_result_error");
        length = (delegate* unmanaged<void*, nuint>)NativeLibrary.GetExport(handle, "chdb_result_length");
        free = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(handle, "chdb_destroy_query_result");
        var connect = (delegate* unmanaged<int, byte**, void**>)NativeLibrary.GetExport(handle, "chdb_connect");
        var arguments = stackalloc byte*[2];
        arguments[0] = (byte*)Marshal.StringToCoTaskMemUTF8("clickhouse");
        arguments[1] = (byte*)Marshal.StringToCoTaskMemUTF8($"--path={Path.Combine(folder, "data")}");
        var connections = connect(2, arguments);
        if (connections is null) throw new InvalidOperationException("The library gave no connection.");
        connection = *connections;
    }

    /// <exception cref="InvalidOperationException">ClickHouse refuses the statement.</exception>
    public byte[] Query(string sql)
    {
        var (text, format) = (Encoding.UTF8.GetBytes(sql), "TabSeparated"u8);
        fixed (byte* at = text, form = format)
        {
            var result = query(connection, at, (nuint)text.Length, form, (nuint)format.Length);
            try
            {
                if (error(result) is not null and var message) throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)message));
                return new ReadOnlySpan<byte>(buffer(result), (int)length(result)).ToArray();
            }
            finally
            {
                free(result);
            }
        }
    }
}
