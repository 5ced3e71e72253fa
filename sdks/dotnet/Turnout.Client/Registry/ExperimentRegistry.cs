using Turnout.Engine.Definitions;

namespace Turnout.Client.Registry;

/// <summary>The experiments that the application declares in code.</summary>
internal sealed class ExperimentRegistry
{
    private readonly List<ExperimentDefinition> _declared = [];

    public IReadOnlyList<ExperimentDefinition> Declared => _declared;

    /// <exception cref="ArgumentException">There is one of that key already.</exception>
    public void Add(ExperimentDefinition definition)
    {
        if (_declared.Any(declared => declared.Key == definition.Key))
            throw new ArgumentException($"The experiment '{definition.Key}' is declared twice.");
        _declared.Add(definition);
    }
}
