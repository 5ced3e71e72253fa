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
    using var statement = new MemoryStream();
    // Data follow the statement that takes them.
    if (query is not null) statement.Write(System.Text.Encoding.UTF8.GetBytes(query + "\n"));
    await request.Body.CopyToAsync(statement);
    return engine.Execute(database ?? "default", statement.ToArray()) switch
    {
        { Error: { } error } => Results.Text(error, statusCode: 500),
        { Answer: var answer } => Results.Bytes(answer),
    };
});
app.Run();
