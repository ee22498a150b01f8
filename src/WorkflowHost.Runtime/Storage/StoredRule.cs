using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Storage;

/// <summary>One version of a rule that was edited on screen, or its draft. A rule nobody ever edited has no rows: its file says what it is.</summary>
internal sealed record StoredRule
{
    /// <summary>The version of a draft: it gets a number when it is published.</summary>
    public const int Draft = 0;

    public RuleKind Kind { get; init; }

    public required string RuleId { get; init; }

    public int Version { get; init; }

    public RuleState State { get; init; }

    /// <summary>From this version on there is no such rule.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>As its file would have it.</summary>
    public required string Json { get; init; }

    /// <summary>The text of a letter.</summary>
    public string? Text { get; init; }

    public RuleOrigin Origin { get; init; }

    /// <summary>Counts every change of the rule.</summary>
    public int Revision { get; init; }

    /// <summary>What the file said when it was last dealt with; null when it had no such rule. Kept up on the published version.</summary>
    public string? FileDigest { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public required string ChangedById { get; init; }

    public required string ChangedByName { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public string? PublishedByName { get; init; }

    /// <summary>When it was asked to publish the draft as it stands, where that needs a second pair of eyes.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Who asked: of a draft that waits or came back, and of a version that was approved; they are told of the decision.</summary>
    public string? RequestedById { get; init; }

    public string? RequestedByName { get; init; }

    /// <summary>When the draft as it stands was last sent back; a change of it begins anew.</summary>
    public DateTimeOffset? RejectedAt { get; init; }

    public string? RejectedByName { get; init; }

    /// <summary>What is to be mended.</summary>
    public string? RejectedReason { get; init; }

    /// <summary>The place of this publication among all of the pack; null for a draft.</summary>
    public long? Sequence { get; init; }

    public RuleKey Key => new(Kind, RuleId);

    public RuleContent? Content => IsRemoved ? null : new(Json, Text);

    internal sealed class Mapping : IEntityTypeConfiguration<StoredRule>
    {
        public void Configure(EntityTypeBuilder<StoredRule> builder)
        {
            builder.ToTable("rules").HasKey(r => new { r.Kind, r.RuleId, r.Version });
            builder.Ignore(r => r.Key);
            builder.Ignore(r => r.Content);
            builder.Property(r => r.Kind).HasConversion<string>();
            builder.Property(r => r.State).HasConversion<string>();
            builder.Property(r => r.Origin).HasConversion<string>();
            // Rules refer to each other: two publications at once may each be good and not both.
            builder.HasIndex(r => r.Sequence).IsUnique();
            builder.HasIndex(r => r.State);
        }
    }
}
