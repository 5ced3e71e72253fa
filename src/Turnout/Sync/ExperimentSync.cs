using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Engine.Definitions;

namespace Turnout.Sync;

/// <summary>
/// Brings declared experiments to an environment: makes and launches those that are not there, edits drafts, and leaves the rest to the server's rules, which never move a unit that takes
/// part. What the code no longer declares is left alone: the server keeps it until someone stops it.
/// </summary>
/// <param name="http">Speaks with a token that may edit and launch experiments.</param>
/// <param name="environment">The environment's key.</param>
/// <param name="draft">Whether new ones stay drafts. Until they are launched, nobody is in them, in code either: the server has the last word.</param>
/// <param name="check">Whether nothing is to be changed.</param>
internal sealed class ExperimentSync(HttpClient http, string environment, bool draft, bool check)
{
    readonly string root = $"/api/v1/environments/{Uri.EscapeDataString(environment)}/experiments";

    /// <summary>What became of a declaration.</summary>
    /// <param name="Key">The experiment's key.</param>
    /// <param name="Did">In words.</param>
    /// <param name="IsSettled">Whether the server now has what the code declares.</param>
    public sealed record Outcome(string Key, string Did, bool IsSettled = true);

    /// <exception cref="HttpRequestException">The server is away, or refuses the token.</exception>
    public async Task<Outcome> BringAsync(ExperimentDefinition declared, CancellationToken cancellation)
    {
        var path = $"{root}/{Uri.EscapeDataString(declared.Key)}";
        using var answer = await http.GetAsync(path, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound && (await ProblemAsync(answer, cancellation)).Code == "unknown_experiment") return await CreateAsync(declared, path, cancellation);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{path} was answered {(int)answer.StatusCode}: {(await ProblemAsync(answer, cancellation)).Detail}", null, answer.StatusCode);

        var known = Read(await answer.Content.ReadAsStringAsync(cancellation));
        if (known.Status is ExperimentStatus.Stopped or ExperimentStatus.Archived)
            return new(declared.Key, "is over on the server: its declaration can go");
        var (wanted, has) = (BodyOf(declared), BodyOf(known));
        var differences = wanted.Select(member => member.Key).Union(has.Select(member => member.Key)).Where(member => !JsonNode.DeepEquals(wanted[member], has[member])).ToList();
        var did = new List<string>();
        if (differences.Count > 0)
        {
            var names = string.Join(", ", differences);
            if (check) return new(declared.Key, $"differs: {names}", IsSettled: false);
            // What is left out of the declaration takes its default again.
            var patch = new JsonObject(differences.Select(member => KeyValuePair.Create(member, wanted[member]?.DeepClone())));
            using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(patch) };
            if (answer.Headers.ETag is { } tag) request.Headers.IfMatch.Add(tag);
            using var edited = await http.SendAsync(request, cancellation);
            if (!edited.IsSuccessStatusCode) return new(declared.Key, $"differs ({names}) and was refused: {(await ProblemAsync(edited, cancellation)).Detail}", IsSettled: false);
            did.Add($"updated: {names}");
        }

        if (known.Status == ExperimentStatus.Draft && !draft)
        {
            if (check) return new(declared.Key, "would be launched", IsSettled: false);
            if (await LaunchAsync(path, cancellation) is { } refused) return new(declared.Key, refused, IsSettled: false);
            did.Add("launched");
        }

        return new(declared.Key, did.Count == 0 ? "unchanged" : string.Join("; ", did));
    }

    async Task<Outcome> CreateAsync(ExperimentDefinition declared, string path, CancellationToken cancellation)
    {
        if (check) return new(declared.Key, "would be created", IsSettled: false);
        using var created = await http.PostAsJsonAsync(root, BodyOf(declared), cancellation);
        if (!created.IsSuccessStatusCode) return new(declared.Key, $"was refused: {(await ProblemAsync(created, cancellation)).Detail}", IsSettled: false);
        if (draft) return new(declared.Key, "created as a draft");
        return await LaunchAsync(path, cancellation) is { } refused ? new(declared.Key, $"created; {refused}", IsSettled: false) : new(declared.Key, "created and launched");
    }

    async Task<string?> LaunchAsync(string path, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync($"{path}/launch", new { }, cancellation);
        return answer.IsSuccessStatusCode ? null : $"the launch was refused: {(await ProblemAsync(answer, cancellation)).Detail}";
    }

    static ExperimentDefinition Read(string json) =>
        RulesetDefinition.Parse(Encoding.UTF8.GetBytes($"{{\"environment\":\"\",\"version\":0,\"experiments\":[{json}]}}")).Experiments[0];

    // As the API takes it, with the defaults written out, so that both sides say the same in the same words. Whether it takes new units is the operators' to say.
    static JsonObject BodyOf(ExperimentDefinition experiment)
    {
        var whole = experiment with { Salt = experiment.Salt ?? experiment.Key, Control = experiment.Control ?? experiment.Variants[0].Key };
        var body = (JsonObject)JsonSerializer.SerializeToNode(whole, DefinitionsJson.Default.ExperimentDefinition)!;
        body.Remove("status");
        body.Remove("enrolment_closed");
        return body;
    }

    static async Task<(string? Code, string Detail)> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var problem = JsonDocument.Parse(text);
            return (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("detail").GetString() ?? text);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, text);
        }
    }
}
