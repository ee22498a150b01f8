using WorkflowHost.Sop;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Notifications;

/// <summary>A rule that a notification is about.</summary>
public sealed record NotifiedRule(RuleKey Key, LocalizedText Name);
