namespace Turnout.Engine.Checks;

/// <summary>Something wrong with a definition.</summary>
/// <param name="Member">Where, as a path: <c>rules[0].if.value</c>.</param>
/// <param name="Code">A stable code in snake case.</param>
/// <param name="Message">What is wrong and what is right, for people.</param>
public sealed record DefinitionError(string Member, string Code, string Message);

/// <summary>Collects errors.</summary>
internal sealed class ErrorList
{
    // A hostile definition must not produce an answer larger than itself.
    private const int Most = 50;

    private readonly List<DefinitionError> _errors = [];

    public IReadOnlyList<DefinitionError> Errors => _errors;

    public void Add(string member, string code, string message)
    {
        if (_errors.Count < Most) _errors.Add(new(member, code, message));
    }

    public void Require(bool holds, string member, string code, string message)
    {
        if (!holds) Add(member, code, message);
    }

    /// <summary>Refuses lists of JSON that hold nulls, where the type system says there are none.</summary>
    public void RefuseNulls<T>(IReadOnlyList<T> items, string member)
        where T : class
    {
        for (var i = 0; i < items.Count; i++) Require(items[i] is not null, $"{member}[{i}]", "invalid_value", "The list holds a null.");
    }
}
