using System.Buffers.Binary;
using System.Text;

namespace Turnout.Server.Events;

/// <summary>What an event is to Turnout.</summary>
internal enum EventKind : byte
{
    /// <summary>Any named event: what metrics count.</summary>
    Metric = 0,

    /// <summary><c>experiment_viewed</c>: a unit met its variant.</summary>
    Exposure = 1,

    /// <summary><c>experiment_conversion</c>: a unit did what an experiment hopes for.</summary>
    Conversion = 2,

    /// <summary>Nothing any more: a position of the log whose event was taken out.</summary>
    Void = 255,
}

/// <summary>
/// An event as it lies in the log, read in place: text is UTF-8 and empty where there is none. The layout is fixed for ever, since old
/// blocks are never rewritten: a new one would need a new table or a new kind.
/// </summary>
/// <remarks>
/// Length of the rest (4 bytes), kind (1), flags (1), instant (8), [value (8)], then each with its length (2) before it: id, user, team,
/// visitor, and for a metric event its name; for an exposure experiment, variant and assignment type; for a conversion these and the
/// conversion's name; then the other properties as a JSON object up to the end, or nothing. Little-endian.
/// </remarks>
internal readonly ref struct EventRecord
{
    /// <summary>The names by which exposures and conversions are sent.</summary>
    public const string ExposureName = "experiment_viewed", ConversionName = "experiment_conversion";

    internal const int LengthSize = 4, KindAt = 4, FlagsAt = 5, InstantAt = 6, HeadSize = 14;
    internal const byte SyntheticFlag = 1, ValueFlag = 2, PrivateFlag = 4;

    readonly byte flags;

    EventRecord(EventKind kind, byte flags, long at, double value)
    {
        Kind = kind;
        this.flags = flags;
        At = at;
        Value = value;
    }

    public EventKind Kind { get; }

    /// <summary>When it happened, Unix milliseconds.</summary>
    public long At { get; }

    /// <summary>Its value; 0 where it has none.</summary>
    public double Value { get; }

    public bool HasValue => (flags & ValueFlag) != 0;

    /// <summary>The flags as they lie in the log.</summary>
    public byte Flags => flags;

    /// <summary>Whether it came from the test cohort.</summary>
    public bool IsSynthetic => (flags & SyntheticFlag) != 0;

    /// <summary>Whether it came with Global Privacy Control's signal: it is counted here, and leaves for nowhere.</summary>
    public bool IsPrivate => (flags & PrivateFlag) != 0;

    /// <summary>See <see cref="EventId"/>.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    public ReadOnlySpan<byte> User { get; private init; }

    public ReadOnlySpan<byte> Team { get; private init; }

    public ReadOnlySpan<byte> Visitor { get; private init; }

    /// <summary>The name of a metric event, or of what a conversion converted to.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>The experiment's key, of exposures and conversions.</summary>
    public ReadOnlySpan<byte> Experiment { get; private init; }

    public ReadOnlySpan<byte> Variant { get; private init; }

    public ReadOnlySpan<byte> AssignmentType { get; private init; }

    /// <summary>The other properties: a JSON object, or nothing.</summary>
    public ReadOnlySpan<byte> Properties { get; private init; }

    /// <summary>Reads the record at the start of <paramref name="records"/> and moves on to the next; false at the end.</summary>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> records, out EventRecord record)
    {
        if (records.IsEmpty)
        {
            record = default;
            return false;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(records);
        record = Read(records.Slice(0, LengthSize + length));
        records = records[(LengthSize + length)..];
        return true;
    }

    /// <summary>Reads one record, which <paramref name="bytes"/> holds and nothing else.</summary>
    public static EventRecord Read(ReadOnlySpan<byte> bytes)
    {
        var kind = (EventKind)bytes[KindAt];
        var flags = bytes[FlagsAt];
        var at = BinaryPrimitives.ReadInt64LittleEndian(bytes[InstantAt..]);
        var rest = bytes[HeadSize..];
        double value = 0;
        if ((flags & ValueFlag) != 0)
        {
            value = BinaryPrimitives.ReadDoubleLittleEndian(rest);
            rest = rest[sizeof(double)..];
        }
        var id = Text(ref rest);
        var user = Text(ref rest);
        var team = Text(ref rest);
        var visitor = Text(ref rest);
        var experiment = ReadOnlySpan<byte>.Empty;
        var variant = ReadOnlySpan<byte>.Empty;
        var type = ReadOnlySpan<byte>.Empty;
        var isOfExperiment = kind is EventKind.Exposure or EventKind.Conversion;
        if (isOfExperiment)
        {
            experiment = Text(ref rest);
            variant = Text(ref rest);
            type = Text(ref rest);
        }
        var name = kind == EventKind.Exposure ? default : Text(ref rest);
        return new EventRecord(kind, flags, at, value)
        {
            Id = id,
            User = user,
            Team = team,
            Visitor = visitor,
            Experiment = experiment,
            Variant = variant,
            AssignmentType = type,
            Name = name,
            Properties = rest,
        };
    }

    /// <summary>Whether a record holds no event.</summary>
    public static bool IsVoid(ReadOnlySpan<byte> bytes) => bytes[KindAt] == (byte)EventKind.Void;

    /// <summary>The id alone.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[(HeadSize + ((bytes[FlagsAt] & ValueFlag) != 0 ? sizeof(double) : 0))..];
        return rest.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(rest));
    }

    /// <summary>The id of a unit that the event names: <c>user</c>, <c>team</c>, <c>visitor</c>, or a text property by name; empty where it names none.</summary>
    public ReadOnlySpan<byte> UnitId(string unit) => unit switch
    {
        "user" => User,
        "team" => Team,
        "visitor" => Visitor,
        _ => EventProperties.Find(Properties, unit),
    };

    /// <summary>The name it was sent under.</summary>
    public string EventName => Kind switch
    {
        EventKind.Exposure => ExposureName,
        EventKind.Conversion => ConversionName,
        _ => Encoding.UTF8.GetString(Name),
    };

    static ReadOnlySpan<byte> Text(scoped ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        var text = rest.Slice(sizeof(ushort), length);
        rest = rest[(sizeof(ushort) + length)..];
        return text;
    }
}
