using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Workbench.Rules;

/// <summary>
/// The rule on this screen as it is being edited: its JSON as an object that the editors write into, so that what an editor does not
/// know stays as it was. Not thread safe.
/// </summary>
public sealed class RuleSheet
{
    private readonly Dictionary<(JsonObject Of, string Name), JsonObject> _loose = [];
    private readonly Dictionary<JsonObject, (JsonObject Of, string Name)> _places = [];
    private string _kept;

    public RuleSheet(RuleKey key, RuleContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        (Key, Root, Text) = (key, content.ToObject() ?? [], content.Text);
        _kept = Content.Digest();
    }

    public RuleKey Key { get; }

    public JsonObject Root { get; private set; }

    /// <summary>The text of a letter; null for every other kind.</summary>
    public string? Text { get; private set; }

    /// <summary>Something was typed since it was kept.</summary>
    public bool IsDirty => Content.Digest() != _kept;

    public RuleContent Content => RuleContent.Of(Root, Text);

    /// <summary>After every change by an editor.</summary>
#pragma warning disable CA1003 // The page needs no sender.
    public event Action? Changed;
#pragma warning restore CA1003

    public void Kept() => _kept = Content.Digest();

    public void Say(string? text)
    {
        Text = text ?? string.Empty;
        Touch();
    }

    /// <summary>Takes JSON that was typed.</summary>
    /// <returns>False when it is no JSON object; nothing is changed then.</returns>
    public bool Take(string json)
    {
        if (new RuleContent(json).ToObject() is not { } root)
        {
            return false;
        }

        Root = root;
        Touch();
        return true;
    }

    public void Touch() => Changed?.Invoke();

    public static string TextOf(JsonObject of, string name) => of[name] is JsonValue value ? value.ToString() : string.Empty;

    public static bool FlagOf(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static JsonArray ListOf(JsonObject of, string name) => of[name] as JsonArray ?? [];

    public static IEnumerable<JsonObject> ObjectsOf(JsonObject of, string name) => ListOf(of, name).OfType<JsonObject>();

    public static IReadOnlyList<string> TextsOf(JsonObject of, string name) => [.. ListOf(of, name).Select(each => each?.ToString() ?? string.Empty)];

    /// <summary>Sets a property, or takes it away when there is nothing to say.</summary>
    public void Set(JsonObject of, string name, JsonNode? value)
    {
        if (value is null || (value is JsonValue text && text.TryGetValue<string>(out var said) && said.Length == 0))
        {
            of.Remove(name);
        }
        else
        {
            Join(of);
            of[name] = value;
        }

        Touch();
    }

    /// <summary>A number stays a number; what is none is kept as it was typed, so that the check can name it.</summary>
    public void SetNumber(JsonObject of, string name, string? text) => Set(of, name, NumberOf(text));

    public static JsonNode? NumberOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(text.Trim());

    /// <summary>An object of the rule. One that is not there yet joins the rule with the first value set in it, so that looking at a rule doesn't change it.</summary>
    public JsonObject Within(JsonObject of, string name)
    {
        ArgumentNullException.ThrowIfNull(of);
        if (of[name] is JsonObject found)
        {
            return found;
        }

        if (!_loose.TryGetValue((of, name), out var made))
        {
            made = [];
            _loose[(of, name)] = made;
            _places[made] = (of, name);
        }

        return made;
    }

    public JsonObject Add(JsonObject of, string list, JsonObject item)
    {
        if (of[list] is not JsonArray all)
        {
            of[list] = all = [];
        }

        all.Add(item);
        Touch();
        return item;
    }

    /// <param name="keepEmpty">An empty list stays; else the property goes with its last item.</param>
    public void Remove(JsonObject of, string list, JsonNode item, bool keepEmpty = false)
    {
        if (of[list] is JsonArray all)
        {
            all.Remove(item);
            if (all.Count == 0 && !keepEmpty)
            {
                of.Remove(list);
            }
        }

        Touch();
    }

    /// <summary>One place up or down in its list; nothing at the ends.</summary>
    public void Move(JsonObject of, string list, JsonNode item, int by)
    {
        if (of[list] is JsonArray all && all.IndexOf(item) is var at and >= 0 && at + by is var to and >= 0 && to < all.Count)
        {
            all.RemoveAt(at);
            all.Insert(to, item);
            Touch();
        }
    }

    private void Join(JsonObject child)
    {
        if (_places.Remove(child, out var place))
        {
            Join(place.Of);
            place.Of[place.Name] = child;
            _loose.Remove(place);
        }
    }
}
