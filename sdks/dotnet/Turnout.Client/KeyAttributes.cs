namespace Turnout.Client;

/// <summary>The parameter takes a flag's key: Turnout.Analyzers checks what is handed to it. For methods of your own, too.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FlagKeyAttribute : Attribute;

/// <summary>The parameter takes an experiment's key: Turnout.Analyzers checks what is handed to it. For methods of your own, too.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ExperimentKeyAttribute : Attribute;
