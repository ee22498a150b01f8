using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>What the JavaScript editor completes.</summary>
internal static class ScriptingEndpoints
{
    public static void Map(IEndpointRouteBuilder read) => read.MapPost("/scripting/javascript/type-definitions/{definitionId}", DeclarationsAsync);

    private static async Task<IResult> DeclarationsAsync(string definitionId, DefinitionStore store, ScriptDeclarations declarations, CancellationToken cancellation) =>
        await store.GetAsync(definitionId, cancellationToken: cancellation) is { } version
            ? Results.Text(declarations.Of(version.ToDocument()), "application/x-typescript")
            : Results.NotFound();
}
