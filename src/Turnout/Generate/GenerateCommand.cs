using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Turnout.Generate;

/// <summary>
/// <c>turnout generate --typescript</c> or <c>--csharp</c>: the keys of an environment as types, so that a wrong one does not compile; <c>--list</c>: the list that
/// Turnout.Analyzers checks keys in code against.
/// </summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var typescript = new Option<bool>("--typescript") { Description = "Types for @turnout/browser and @turnout/react." };
        var csharp = new Option<string?>("--csharp") { Description = "A class of typed flags for Turnout.Client, in this namespace." };
        var list = new Option<bool>("--list") { Description = "The list that Turnout.Analyzers reads: turnout.flags.txt beside the project." };
        var url = ServeCommand.UrlOption();
        var token = new Option<string?>("--token") { Description = "An admin token that may read flags and experiments. Default: TURNOUT_ADMIN_TOKEN." };
        var environment = new Option<string>("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" };
        var output = new Option<string?>("--output") { Description = "The file to write. Default: standard output." };
        var check = new Option<bool>("--check") { Description = "Writes nothing; exit code 10 when the file is not what would be written." };
        var json = Voice.JsonOption();
        var command = new Command("generate", "Writes the keys and types of flags and experiments as source code.") { typescript, csharp, list, url, token, environment, output, check, json };
        command.Validators.Add(result =>
        {
            bool[] forms = [result.GetValue(typescript), result.GetValue(csharp) is not null, result.GetValue(list)];
            if (forms.Count(form => form) != 1) result.AddError("Say one of --typescript, --csharp NAMESPACE and --list.");
            if (result.GetValue(csharp) is { } space && !IsNamespace(space)) result.AddError($"'{space}' is not a namespace such as My.Application.");
            if (result.GetValue(check) && result.GetValue(output) is null) result.AddError("--check needs --output.");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            var admin = arguments.GetValue(token) ?? Environment.GetEnvironmentVariable("TURNOUT_ADMIN_TOKEN");
            try
            {
                using var http = new HttpClient { BaseAddress = new Uri(arguments.GetValue(url)!) };
                if (!string.IsNullOrEmpty(admin)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
                var text = arguments.GetValue(list) ? await ListAsync(http, arguments.GetValue(environment)!, cancellation)
                    : arguments.GetValue(csharp) is { } space ? await CSharpAsync(http, space, arguments.GetValue(environment)!, cancellation)
                    : await TypeScriptAsync(http, arguments.GetValue(environment)!, cancellation);
                return await SaveAsync(text, arguments.GetValue(output), arguments.GetValue(check), voice, cancellation);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException)
            {
                return voice.Fail(exception is HttpRequestException http ? ExitCodes.Of(http) : ExitCodes.Refused, exception.Message);
            }
        });
        return command;
    }

    /// <summary>The declarations of an environment.</summary>
    /// <exception cref="HttpRequestException">The server is away, or refuses; the message says why.</exception>
    internal static async Task<string> TypeScriptAsync(HttpClient http, string environment, CancellationToken cancellation) => TypeScriptDeclarations.Write(
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/flags", cancellation),
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/experiments", cancellation));

    /// <summary>The class of an environment's flags.</summary>
    /// <exception cref="HttpRequestException">The server is away, or refuses; the message says why.</exception>
    internal static async Task<string> CSharpAsync(HttpClient http, string space, string environment, CancellationToken cancellation) => CSharpDeclarations.Write(
        space,
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/flags", cancellation),
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/experiments", cancellation));

    /// <summary>The list of an environment's flags and experiments.</summary>
    /// <exception cref="HttpRequestException">The server is away, or refuses; the message says why.</exception>
    internal static async Task<string> ListAsync(HttpClient http, string environment, CancellationToken cancellation) => FlagListing.Write(
        environment,
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/flags", cancellation),
        await AllAsync(http, $"/api/v1/environments/{Uri.EscapeDataString(environment)}/experiments", cancellation));

    static bool IsNamespace(string text) =>
        text.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    static async Task<List<JsonElement>> AllAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var address = $"{path}?limit=100" + (next is null ? "" : $"&after={Uri.EscapeDataString(next)}");
            using var answer = await http.GetAsync(address, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{path} was answered {(int)answer.StatusCode}: {text}", null, answer.StatusCode);
            using var page = JsonDocument.Parse(text);
            items.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Clone()));
            next = page.RootElement.GetProperty("next").GetString();
        }
        while (next is not null);
        return items;
    }

    static async Task<int> SaveAsync(string text, string? path, bool check, Voice voice, CancellationToken cancellation)
    {
        if (path is null)
        {
            if (voice.Json) voice.Say(new { text }, "");
            else await voice.Output.WriteAsync(text);
            return ExitCodes.Done;
        }
        var same = File.Exists(path) && await File.ReadAllTextAsync(path, cancellation) == text;
        if (check && !same) return voice.Fail(ExitCodes.Differs, $"{path} is out of date; write it anew with turnout generate.");
        // A file that is right already keeps its time, so that builds which watch it do nothing.
        if (!same) await File.WriteAllTextAsync(path, text, cancellation);
        if (voice.Json) voice.Say(new { output = path, changed = !same }, "");
        return ExitCodes.Done;
    }
}
