using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Turnout.Engine;

/// <summary>
/// What is known of the caller: the ids of its units and any further attributes. Build it with an object initializer, hand it to the
/// evaluation, and do not change it while it is being evaluated; reading from many threads is safe.
/// A user id and nine more values fit into one allocation of 256 bytes; further values take a second one.
/// </summary>
/// <example><c>new EvaluationContext { UserId = "u-17", TeamId = "t-3", ["plan"] = "pro", ["age"] = 42 }</c></example>
[JsonConverter(typeof(Definitions.ContextJson))]
public sealed class EvaluationContext
{
    /// <summary>Names that conditions use for the ids.</summary>
    internal const string UserIdName = "user_id", TeamIdName = "team_id", VisitorIdName = "visitor_id", TargetingKeyName = "targeting_key";

    private const int InlineCount = 9;

    private static readonly AttributeValue Missing;

    private InlineAttributes _inline;
    private NamedAttribute[]? _overflow;
    private int _count;

    /// <summary>The signed-in user; 1 to 512 bytes of UTF-8 without control characters, or null.</summary>
    public string? UserId { get; set; }

    /// <summary>The user's team (account, tenant, organisation), or null.</summary>
    public string? TeamId
    {
        get => Find(TeamIdName).Text;
        set => Set(TeamIdName, value);
    }

    /// <summary>The anonymous browser, or null. <see cref="TargetingKey"/> stands in for it.</summary>
    public string? VisitorId
    {
        get => Find(VisitorIdName).Text;
        set => Set(VisitorIdName, value);
    }

    /// <summary>
    /// OpenFeature's targeting key: stands in for <see cref="UserId"/> and <see cref="VisitorId"/> as the id of a unit where they are null.
    /// Conditions do not take it for either: it is an attribute of its own, <c>targeting_key</c>.
    /// </summary>
    public string? TargetingKey
    {
        get => Find(TargetingKeyName).Text;
        set => Set(TargetingKeyName, value);
    }

    /// <summary>
    /// An attribute by its case-sensitive name; <c>default</c> where there is none. The ids answer to <c>user_id</c>, <c>team_id</c>,
    /// <c>visitor_id</c> and <c>targeting_key</c>, and are always text: a number set as an id becomes its text.
    /// </summary>
    public AttributeValue this[string name]
    {
        get => name == UserIdName ? UserId : Find(name);
        set
        {
            switch (name)
            {
                case UserIdName: UserId = value.ToText(); break;
                case TeamIdName or VisitorIdName or TargetingKeyName: Set(name, value.ToText()); break;
                default: Set(name, value); break;
            }
        }
    }

    /// <summary>The attributes besides the ids of user, team and visitor, in the order they were first set.</summary>
    public IEnumerable<KeyValuePair<string, AttributeValue>> Attributes
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                var slot = SlotAt(i);
                if (slot.Name is not (TeamIdName or VisitorIdName) && slot.Value.Exists) yield return new(slot.Name, slot.Value);
            }
        }
    }

    /// <summary>
    /// The id of a unit: <c>user</c>, <c>team</c>, <c>visitor</c>, or an attribute by name; null when the context does not have it.
    /// Allocates only where an attribute is not text.
    /// </summary>
    public string? UnitId(string unit) => new Bucketing.UnitSource(unit).IdIn(this);

    /// <summary>A copy that can be changed on its own.</summary>
    public EvaluationContext Copy()
    {
        var copy = (EvaluationContext)MemberwiseClone();
        copy._overflow = (NamedAttribute[]?)_overflow?.Clone();
        return copy;
    }

    /// <summary>Where an attribute's value lies; a missing value where there is none.</summary>
    internal ref readonly AttributeValue Find(string name)
    {
        var inline = Inline;
        // Names in code are literals and the ruleset's are interned, so the reference nearly always decides.
        for (var i = 0; i < inline.Length; i++)
            if (ReferenceEquals(inline[i].Name, name)) return ref inline[i].Value;
        return ref FindByText(name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref readonly AttributeValue FindByText(string name)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var slot = ref SlotAt(i);
            if (slot.Name == name) return ref slot.Value;
        }

        return ref Missing;
    }

    // The inline slots in use. A span over the fields themselves, without a bounds check for each slot.
    private ReadOnlySpan<NamedAttribute> Inline => ((ReadOnlySpan<NamedAttribute>)_inline)[..Math.Min(_count, InlineCount)];

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

        ref var added = ref SlotAt(_count++);
        added.Name = name;
        added.Value = value;
    }

    private ref NamedAttribute SlotAt(int index)
    {
        if (index < InlineCount) return ref _inline[index];
        return ref _overflow![index - InlineCount];
    }

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
