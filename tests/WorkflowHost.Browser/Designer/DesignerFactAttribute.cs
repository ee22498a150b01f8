namespace WorkflowHost.Browser.Designer;

/// <summary>
/// A journey through Elsa Studio, run where <c>WORKFLOWHOST_DESIGNER_JOURNEYS=1</c> asks for it. Studio draws and drops by pointer and by
/// its own clock, so on a machine busy with other tests a line or an answer comes too late and the journey says nothing about the product.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DesignerFactAttribute : FactAttribute
{
    public DesignerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("WORKFLOWHOST_DESIGNER_JOURNEYS") != "1")
        {
            Skip = "A journey through Elsa Studio needs a quiet machine; set WORKFLOWHOST_DESIGNER_JOURNEYS=1 to run it.";
        }
    }
}
