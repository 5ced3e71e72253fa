// Today's ClickHouse behind as much of ClickHouse's HTTP interface as Turnout speaks. Debian's server is of 2018, and no package that restores ships a newer one; a
// library of it there is (chdb). For tests: started by eng/clickhouse-current.sh.
//   dotnet CurrentClickHouse.dll LIBCHDB DATA-FOLDER ADDRESS
using CurrentClickHouse;

var (library, folder, address) = (args[0], args[1], args[2]);
using var engine = new Engine(library, folder);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(address);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
var app = builder.Build();
app.MapGet("/ping", () => "Ok.\n");
app.MapPost("/", async (HttpRequest request, string? database, string? query) =>
{
    if (query is null)
    {
        using var statement = new StreamReader(request.Body);
        return Answer(engine.Execute(database ?? "default", await statement.ReadToEndAsync()));
    }
    // The rows of an INSERT come in the body. In a statement of the library they would end at an empty line, which binary rows may have.
    var rows = Path.GetTempFileName();
    try
    {
        await using (var file = File.Create(rows)) await request.Body.CopyToAsync(file);
        return Answer(engine.Execute(database ?? "default", query.Replace(" FORMAT ", $" FROM INFILE '{rows}' FORMAT ", StringComparison.Ordinal)));
    }
    finally
    {
        File.Delete(rows);
    }
});
app.Run();

static IResult Answer((byte[] Answer, string? Error) result) => result.Error is { } error ? Results.Text(error, statusCode: 500) : Results.Bytes(result.Answer);
