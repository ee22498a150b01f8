using WorkflowHost.Engine.Triggers;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>What a designer must know to draw a workflow: activities, languages of expressions, types of variables, strategies.</summary>
internal static class DescriptorEndpoints
{
    public static void Map(IEndpointRouteBuilder read)
    {
        var descriptors = read.MapGroup("/descriptors");
        descriptors.MapGet("/activities", async (ActivityDescriptors activities, CancellationToken cancellation) =>
            Results.Bytes(await activities.AnswerAsync(cancellation), "application/json; charset=utf-8"));
        descriptors.MapPost("/activities/{typeName}/options/{inputName}", OptionsAsync);
        descriptors.MapGet("/expression-descriptors", Expressions);
        descriptors.MapGet("/variables", Variables);
        descriptors.MapGet("/storage-drivers", StorageDrivers);
        descriptors.MapGet("/workflow-activation-strategies", Activation);
        descriptors.MapGet("/incident-strategies", IncidentStrategies);
        descriptors.MapGet("/log-persistence-strategies", () => Nothing());
        descriptors.MapGet("/commit-strategies/workflows", () => Nothing());
        descriptors.MapGet("/commit-strategies/activities", () => Nothing());
        descriptors.MapGet("/output-converters", () => Nothing());
        read.MapGet("/features/installed", () => Nothing());
        read.MapGet("/features/installed/{fullName}", (string fullName) => Results.NotFound());
        read.MapGet("/package/version", () => ElsaJson.Of(new { PackageVersion = "3.8.2" }));
    }

    /// <summary>Cheap on purpose: Studio asks for it several times whenever an activity is selected.</summary>
    private static async Task<IResult> OptionsAsync(string typeName, string inputName, ActivityDescriptors activities, CancellationToken cancellation) =>
        await activities.OptionsAsync(typeName, inputName, cancellation) is { } options ? ElsaJson.Of(new { Items = options }) : Results.NotFound();

    private static IResult Expressions(Texts texts) => ElsaJson.Of(new ElsaList<object>(
    [
        Expression("Literal", texts["designer.expression.literal"], isBrowsable: false, null),
        Expression("Object", texts["designer.expression.object"], isBrowsable: false, null),
        Expression("JavaScript", "JavaScript", isBrowsable: true, "javascript"),
        Expression("Liquid", "Liquid", isBrowsable: true, "liquid"),
        Expression("Variable", texts["designer.expression.variable"], isBrowsable: true, null),
        Expression("Input", texts["designer.expression.input"], isBrowsable: true, null),
    ]));

    private static object Expression(string type, string displayName, bool isBrowsable, string? language) => new
    {
        Type = type,
        DisplayName = displayName,
        IsSerializable = true,
        IsBrowsable = isBrowsable,
        Properties = language is null ? [] : new Dictionary<string, string> { ["MonacoLanguage"] = language },
    };

    private static IResult Variables(Texts texts) => ElsaJson.Of(new ElsaList<object>(
    [
        .. ((string[])["String", "Boolean", "Int32", "Int64", "Double", "Decimal"]).Select(type => Variable(type, texts["designer.types.simple"], texts)),
        .. ((string[])["DateTimeOffset", "DateTime", "TimeSpan", "Guid"]).Select(type => Variable(type, texts["designer.types.simple"], texts)),
        .. ((string[])["Object", "ObjectDictionary"]).Select(type => Variable(type, texts["designer.types.structured"], texts)),
    ]));

    private static object Variable(string type, string category, Texts texts) =>
        new { TypeName = type, DisplayName = texts.Code("designer.type", type), Category = category, Description = "" };

    /// <summary>Both keep the value with the instance; the first is what new variables should have, since without one a wait resets them.</summary>
    private static IResult StorageDrivers(Texts texts) => ElsaJson.Of(new ElsaList<object>(
    [
        new { TypeName = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", DisplayName = texts["designer.storage.instance"], Priority = 0.0, Deprecated = false },
        new { TypeName = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", DisplayName = texts["designer.storage.memory"], Priority = 10.0, Deprecated = false },
    ]));

    private static IResult Activation(Texts texts) => ElsaJson.Of(new ElsaList<object>(
    [
        Strategy(ActivationStrategy.Always.TypeName(), texts["designer.activation.always"], texts["designer.activation.always.text"]),
        Strategy(ActivationStrategy.Singleton.TypeName(), texts["designer.activation.singleton"], texts["designer.activation.singleton.text"]),
        Strategy(ActivationStrategy.CorrelatedSingleton.TypeName(), texts["designer.activation.correlated_singleton"], texts["designer.activation.correlated_singleton.text"]),
        Strategy(ActivationStrategy.Correlation.TypeName(), texts["designer.activation.correlation"], texts["designer.activation.correlation.text"]),
    ]));

    private static IResult IncidentStrategies(Texts texts) => ElsaJson.Of(new ElsaList<object>(
    [
        Strategy("Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core", texts["designer.incident.fault"], texts["designer.incident.fault.text"]),
        Strategy("Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core", texts["designer.incident.continue"], texts["designer.incident.continue.text"]),
    ]));

    private static object Strategy(string typeName, string displayName, string description) => new { TypeName = typeName, DisplayName = displayName, Description = description };

    private static IResult Nothing() => ElsaJson.Of(new ElsaList<object>([]));
}
