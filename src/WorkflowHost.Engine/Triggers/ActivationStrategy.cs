namespace WorkflowHost.Engine.Triggers;

/// <summary>Whether a workflow may be started while instances of it are running: <c>options.activationStrategyType</c>.</summary>
public enum ActivationStrategy
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Only while no instance of the definition, in any version, is running.</summary>
    Singleton,

    /// <summary>Only while no instance of the definition with the same correlation id is running.</summary>
    CorrelatedSingleton,

    /// <summary>Only while no instance of any definition with the same correlation id is running.</summary>
    Correlation,
}

/// <summary>Elsa's names of the strategies, as definitions write them.</summary>
public static class ActivationStrategies
{
    private static readonly (ActivationStrategy Strategy, string TypeName)[] Names =
    [
        (ActivationStrategy.Always, "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core"),
        (ActivationStrategy.Singleton, "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime"),
        (ActivationStrategy.CorrelatedSingleton, "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime"),
        (ActivationStrategy.Correlation, "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime"),
    ];

    /// <summary>The name a definition stores, with the assembly.</summary>
    public static string TypeName(this ActivationStrategy strategy) => Array.Find(Names, each => each.Strategy == strategy).TypeName;

    /// <summary>Reads a type name, with or without assembly, version and namespace. Null or empty is <see cref="ActivationStrategy.Always"/>.</summary>
    public static bool TryParse(string? typeName, out ActivationStrategy strategy)
    {
        strategy = ActivationStrategy.Always;
        if (string.IsNullOrWhiteSpace(typeName))
        {
            return true;
        }

        var name = Simple(typeName);
        foreach (var each in Names)
        {
            if (Simple(each.TypeName) == name)
            {
                strategy = each.Strategy;
                return true;
            }
        }

        return false;
    }

    private static string Simple(string typeName)
    {
        var full = typeName.Split(',')[0].Trim();
        return full[(full.LastIndexOf('.') + 1)..];
    }
}
