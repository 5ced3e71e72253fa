using System.Text;
using System.Text.Json;
using Turnout.Statistics.Inspection.Calculator;

namespace Turnout.Statistics.Tests.Inspection;

public class LineCalculatorTests
{
    public static TheoryData<string> Names => new(Method.All.Select(method => method.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_of_the_help_is_answered(string name)
    {
        var method = Named(name);

        var answer = JsonDocument.Parse(LineCalculator.Answer(method, method.Example)).RootElement;

        Assert.Equal("ok", answer.GetProperty("status").GetString());
    }

    [Fact]
    public void Pinned_shapes_hold()
    {
        var rates = Answer("two_proportions", """{"control":{"units":44700,"successes":8502},"treatment":{"units":45489,"successes":8279}}""");
        foreach (var member in new[] { "difference", "z", "p_value", "confidence_interval", "lift", "lift_interval" })
            Assert.True(rates.TryGetProperty(member, out _), member);
        Close.To(-3.16435891274819, rates.GetProperty("z").GetDouble(), 1e-12);
        var means = Answer("welch", """{"control":{"n":10,"mean":0.75,"variance":3.2005555555555556},"treatment":{"n":10,"mean":2.33,"variance":4.009}}""");
        Close.To(1.86081346748685, means.GetProperty("t").GetDouble(), 1e-12);
        Close.To(17.7764735161785, means.GetProperty("df").GetDouble(), 1e-12);
        var srm = Answer("srm", """{"weights":[1,1],"counts":[44700,45489]}""");
        Close.To(6.90240494960583, srm.GetProperty("chi2").GetDouble(), 1e-12);
        Assert.Equal(1, srm.GetProperty("df").GetInt32());
        Close.To(0.00860798781083626, srm.GetProperty("p_value").GetDouble(), 1e-12);
    }

    [Fact]
    public void Not_computable_has_a_shape_of_its_own()
    {
        var answer = Answer("welch", """{"control":{"n":1,"mean":1,"variance":0},"treatment":{"n":9,"mean":1,"variance":2}}""");

        Assert.Equal("not_computable", answer.GetProperty("status").GetString());
        Assert.Equal("insufficient_data", answer.GetProperty("code").GetString());
        Assert.Equal("control", answer.GetProperty("subject").GetString());
    }

    [Fact]
    public void A_missing_part_is_null_with_its_reason()
    {
        var answer = Answer("two_proportions", """{"control":{"units":100,"successes":0},"treatment":{"units":100,"successes":9}}""");

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("lift").ValueKind);
        Assert.Equal("zero_baseline", answer.GetProperty("not_computable").GetProperty("lift").GetProperty("code").GetString());
        Assert.Equal("fisher", answer.GetProperty("decided_by").GetString());
    }

    [Theory]
    [InlineData("nonsense", "invalid_json")]
    [InlineData("[1]", "invalid_type")]
    [InlineData("{}", "missing_member")]
    [InlineData("""{"weights":[1,1],"counts":[1,2],"wieghts":1}""", "unknown_member")]
    [InlineData("""{"weights":[1,1],"counts":[1,-2]}""", "invalid_value")]
    [InlineData("""{"weights":[1,1],"counts":[1,2.5]}""", "invalid_value")]
    [InlineData("""{"weights":[1,1],"counts":[1,1e400]}""", "invalid_value")]
    [InlineData("""{"weights":"1","counts":[1,2]}""", "invalid_type")]
    [InlineData("""{"weights":[1,1],"counts":[1,2],"counts":[1,2]}""", "invalid_json")]
    [InlineData("""{"\ud800":1}""", "invalid_json")]
    public void A_bad_line_is_answered_with_its_code(string line, string code) =>
        Assert.Equal(code, Answer("srm", line).GetProperty("code").GetString());

    [Fact]
    public async Task Bad_lines_do_not_stop_the_stream()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)'[', 5000)];
        byte[] input =
        [
            .. "\n{\"weights\":[1,1],\"counts\":[5,6]}\r\n"u8, 0xff, 0xfe, (byte)'\n', .. deep, .. "\n   \n{\"weights\":[1,1],\"counts\":[7,9]}"u8,
        ];
        using var output = new MemoryStream();

        var errors = await LineCalculator.RunAsync(Named("srm"), new MemoryStream(input), output, TestContext.Current.CancellationToken);

        var statuses = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).Select(line => line.TryGetProperty("code", out var code) ? code.GetString() : "ok");
        Assert.Equal(["ok", "invalid_utf8", "invalid_json", "ok"], statuses);
        Assert.Equal(2, errors);
    }

    [Fact]
    public void No_random_line_breaks_any_method()
    {
        var random = new Random(4);
        object?[] pieces = [0, 1, -1, 2, 3.5, 1e308, -1e308, 1e-308, 1e15, 4503599627370496, "x", true, null, Array.Empty<int>(), new[] { 1, 2 }, new[] { 0, 0 }];
        foreach (var method in Method.All)
        {
            var example = method.Example;
            for (var i = 0; i < 150; i++)
            {
                // Each number of the example may turn into something else.
                var line = System.Text.RegularExpressions.Regex.Replace(
                    example, @"(?<=[:\[,])-?\d+(\.\d+)?", match => random.Next(3) == 0 ? JsonSerializer.Serialize(pieces[random.Next(pieces.Length)]) : match.Value);
                var answer = JsonDocument.Parse(LineCalculator.Answer(method, line)).RootElement;
                Assert.Contains(answer.GetProperty("status").GetString(), new[] { "ok", "not_computable", "error" });
            }
        }
    }

    private static JsonElement Answer(string method, string line) => JsonDocument.Parse(LineCalculator.Answer(Named(method), line)).RootElement;

    private static Method Named(string name) => Method.All.Single(method => method.Name == name);
}
