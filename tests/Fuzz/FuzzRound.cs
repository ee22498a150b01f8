using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Fuzz;

/// <summary>How far one round came.</summary>
internal enum FuzzEnd
{
    /// <summary>The definition was refused with faults.</summary>
    DefinitionRefused,

    /// <summary>The program ran, and the bent state was refused.</summary>
    StateRefused,

    /// <summary>The program ran, and went on from the bent state.</summary>
    Ran,
}

/// <summary>
/// One round: a definition is bent, read, compiled and run; the instance is moved to a version bent once more; the state it leaves is bent, read
/// and run on with every kind of stimulus. A program or faults, an instance moved or what stands in its way, a state or a refusal must come of it; any other exception is a defect. A round is repeated exactly by its seed.
/// </summary>
internal sealed class FuzzRound(IReadOnlyList<(string Name, byte[] Json)> corpus, ProgramCompiler compiler)
{
    /// <summary>What a round may use; small, so that many rounds fit.</summary>
    public static readonly BurstLimits Limits = new() { Steps = 200, ScriptStatements = 5_000, ScriptMemoryBytes = 4 << 20, ScriptTime = TimeSpan.FromSeconds(2) };

    private static readonly DateTimeOffset Now = new(2026, 3, 16, 2, 5, 0, TimeSpan.Zero);

    public FuzzEnd Run(int seed)
    {
        var random = new Random(seed);
        var mutator = new JsonMutator(random);
        var (name, json) = corpus[random.Next(corpus.Count)];
        var isDefinitionBent = random.Next(3) > 0;
        var document = isDefinitionBent ? mutator.Mutate(json) : json;
        var reading = WorkflowDefinition.Read(document, name);
        if (reading.Definition is not { } definition)
        {
            return reading.Faults.Count > 0 ? FuzzEnd.DefinitionRefused : throw new InvalidOperationException("A definition was refused without a fault.");
        }

        var compilation = compiler.Compile(definition);
        if (compilation.Program is not { } program)
        {
            return compilation.Faults.Count > 0 ? FuzzEnd.DefinitionRefused : throw new InvalidOperationException("A definition gave neither a program nor a fault.");
        }

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0));
        var bytes = burst.State.ToUtf8Json();
        _ = WorkflowState.Read(bytes, program);
        if (burst.State.Status == WorkflowStatus.Running && Bent(document, mutator, name) is { } to)
        {
            FuzzMove.Run(random, program, burst.State, to);
        }

        return GoOn(program, isDefinitionBent && random.Next(2) == 0 ? bytes : mutator.Mutate(bytes));
    }

    /// <summary>Another version of the definition; null if it is no program.</summary>
    private WorkflowProgram? Bent(byte[] document, JsonMutator mutator, string name)
    {
        try
        {
            return WorkflowDefinition.Read(mutator.Mutate(document), name).Definition is { } definition ? compiler.Compile(definition).Program : null;
        }
        catch (System.Text.Json.JsonException)
        {
            // The reader of definitions takes comments and trailing commas, which the mutator's does not.
            return null;
        }
    }

    private static FuzzEnd GoOn(WorkflowProgram program, byte[] bytes)
    {
        WorkflowState state;
        try
        {
            state = WorkflowState.Read(bytes, program);
        }
        catch (InvalidDataException)
        {
            return FuzzEnd.StateRefused;
        }

        var end = FuzzEnd.StateRefused;
        foreach (var stimulus in Stimuli(state))
        {
            try
            {
                var burst = WorkflowEngine.Run(program, state, stimulus, Environment(1_000_000));
                _ = WorkflowState.Read(burst.State.ToUtf8Json(), program);
                end = FuzzEnd.Ran;
            }
            catch (InvalidDataException)
            {
                // A state that does not fit the program is refused when it is brought to life.
            }
        }

        return end;
    }

    private static IEnumerable<Stimulus> Stimuli(WorkflowState state) =>
    [
        .. state.Bookmarks.Take(3).Select(each => new ResumeBookmark(each.Id, 5)),
        .. state.LiveActivities.Where(each => each.IsFaulted).Take(3).Select(each => new RetryActivity(each.ActivityInstanceId)),
        new ResumeEvent("go"),
        new CancelWorkflow(),
    ];

    internal static BurstEnvironment Environment(ulong firstId) => new() { Now = Now, Ids = new SequentialIdSource(firstId), Limits = Limits };
}
