namespace WorkflowHost.Security.Pages;

/// <summary>Marks the texts of the sign-in pages (SignInTexts.resx, Chinese; SignInTexts.en.resx).</summary>
public sealed class SignInTexts;
