namespace WorkflowHost.Sop.Packs;

/// <summary>The stable codes of <see cref="PackFault.Code"/>.</summary>
public static class PackFaultCodes
{
    public const string Encoding = "pack.encoding";
    public const string Syntax = "pack.syntax";
    public const string Missing = "pack.missing";
    public const string WrongType = "pack.wrong_type";
    public const string NotAllowed = "pack.not_allowed";
    public const string OutOfRange = "pack.out_of_range";
    public const string WrongFormat = "pack.wrong_format";
    public const string UnknownProperty = "pack.unknown_property";
    public const string DuplicateProperty = "pack.duplicate_property";
    public const string DuplicateId = "pack.duplicate_id";
    public const string UnknownReference = "pack.unknown_reference";
    public const string UnknownFile = "pack.unknown_file";
    public const string UnusedFile = "pack.unused_file";
    public const string Contradiction = "pack.contradiction";
    public const string ControlNumber = "pack.control_number";
    public const string UnknownFact = "pack.unknown_fact";
    public const string Liquid = "pack.liquid";
}
