using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Turnout.Engine;

/// <summary>
/// What is known of the caller: the ids of its units and any further attributes. Build it with an object initializer, hand it to the
/// evaluation, and do not change it while it is being evaluated; reading from many threads is safe.
/// Two ids and eight attributes fit into one allocation of 248 bytes; more attributes take a second one.
/// </summary>
/// <example><c>new EvaluationContext { UserId = "u-17", TeamId = "t-3", ["plan"] = "pro", ["age"] = 42 }</c></example>
[JsonConverter(typeof(Definitions.ContextJson))]
public sealed class EvaluationContext
{
    /// <summary>Names that conditions use for the ids.</summary>
    internal const string UserIdName = "user_id", TeamIdName = "team_id", VisitorIdName = "visitor_id", TargetingKeyName = "targeting_key";

    private const int InlineCount = 8;

    private InlineAttributes _inline;
    private NamedAttribute[]? _overflow;
    private int _count;

    /// <summary>The signed-in user; 1 to 512 bytes of UTF-8 without control characters, or null.</summary>
    public string? UserId { get; set; }

    /// <summary>The user's team (account, tenant, organisation), or null.</summary>
    public string? TeamId { get; set; }

    /// <summary>The anonymous browser, or null. <see cref="TargetingKey"/> stands in for it.</summary>
    public string? VisitorId { get; set; }

    /// <summary>OpenFeature's targeting key: stands in for <see cref="UserId"/> and <see cref="VisitorId"/> where they are null.</summary>
    public string? TargetingKey
    {
        get => this[TargetingKeyName].ToText();
        set => this[TargetingKeyName] = value;
    }

    /// <summary>An attribute by its case-sensitive name; <c>default</c> where there is none. The ids answer to <c>user_id</c>, <c>team_id</c> and <c>visitor_id</c>.</summary>
    public AttributeValue this[string name]
    {
        get => name switch
        {
            UserIdName => UserId,
            TeamIdName => TeamId,
            VisitorIdName => VisitorId,
            _ => Find(name),
        };
        set
        {
            switch (name)
            {
                case UserIdName: UserId = value.ToText(); break;
                case TeamIdName: TeamId = value.ToText(); break;
                case VisitorIdName: VisitorId = value.ToText(); break;
                default: Set(name, value); break;
            }
        }
    }

    /// <summary>The attributes besides the ids, in the order they were first set.</summary>
    public IEnumerable<KeyValuePair<string, AttributeValue>> Attributes
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                var slot = SlotAt(i);
                yield return new(slot.Name, slot.Value);
            }
        }
    }

    /// <summary>
    /// The id of a unit: <c>user</c>, <c>team</c>, <c>visitor</c>, or an attribute by name; null when the context does not have it.
    /// </summary>
    public string? UnitId(string unit) => unit switch
    {
        "user" => NotEmpty(UserId) ?? NotEmpty(TargetingKey),
        "team" => NotEmpty(TeamId),
        "visitor" => NotEmpty(VisitorId) ?? NotEmpty(TargetingKey),
        _ => NotEmpty(this[unit].ToText()),
    };

    /// <summary>A copy that can be changed on its own.</summary>
    public EvaluationContext Copy()
    {
        var copy = new EvaluationContext { UserId = UserId, TeamId = TeamId, VisitorId = VisitorId };
        for (var i = 0; i < _count; i++) copy.Set(SlotAt(i).Name, SlotAt(i).Value);
        return copy;
    }

    internal AttributeValue Find(string name)
    {
        var count = Math.Min(_count, InlineCount);
        // Names in code are literals and the ruleset's are interned, so the reference nearly always decides.
        for (var i = 0; i < count; i++)
            if (ReferenceEquals(_inline[i].Name, name)) return _inline[i].Value;
        for (var i = 0; i < count; i++)
            if (_inline[i].Name == name) return _inline[i].Value;
        return _count > InlineCount ? FindInOverflow(name) : default;
    }

    private AttributeValue FindInOverflow(string name)
    {
        for (var i = 0; i < _count - InlineCount; i++)
            if (_overflow![i].Name == name) return _overflow[i].Value;
        return default;
    }

    private void Set(string name, AttributeValue value)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var slot = ref SlotAt(i);
            if (slot.Name != name) continue;
            slot.Value = value;
            return;
        }

        if (_count >= InlineCount)
        {
            _overflow ??= new NamedAttribute[InlineCount];
            if (_count - InlineCount == _overflow.Length) Array.Resize(ref _overflow, _overflow.Length * 2);
        }

        _count++;
        SlotAt(_count - 1) = new NamedAttribute { Name = name, Value = value };
    }

    private ref NamedAttribute SlotAt(int index)
    {
        if (index < InlineCount) return ref _inline[index];
        return ref _overflow![index - InlineCount];
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private struct NamedAttribute
    {
        public string Name;
        public AttributeValue Value;
    }

    [InlineArray(InlineCount)]
    private struct InlineAttributes
    {
        private NamedAttribute _first;
    }
}
