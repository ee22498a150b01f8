using System.Globalization;

namespace WorkflowHost.Tests.Workbench;

/// <summary>Runs a test in one of the two languages and puts the old one back.</summary>
internal sealed class Culture : IDisposable
{
    private readonly (CultureInfo Culture, CultureInfo UI) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    public Culture(string name) => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new CultureInfo(name), new CultureInfo(name));

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
}
