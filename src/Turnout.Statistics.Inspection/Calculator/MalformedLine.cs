namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Ends the reading of one line: thrown by <see cref="Fields"/>, caught by <see cref="LineCalculator"/>, never seen outside.</summary>
internal sealed class MalformedLine(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
