using System.Diagnostics.CodeAnalysis;

namespace Turnout.Statistics;

/// <summary>
/// A value, or the reason why the data cannot give one. Every number of this library that could fail to exist travels in one of
/// these, so that no caller meets NaN, an infinity, or a quiet 0 or 1.
/// </summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Computed<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly NotComputable? _reason;
    private readonly bool _hasValue;

    private Computed(T? value, NotComputable? reason)
    {
        _value = value;
        _reason = reason;
        _hasValue = value is not null && reason is null;
    }

    /// <summary>True when there is a value.</summary>
    public bool IsOk => _hasValue;

    /// <summary>The value; throws <see cref="InvalidOperationException"/> with the reason where there is none.</summary>
    public T Value => IsOk ? _value! : throw new InvalidOperationException(Reason!.ToString());

    /// <summary>Why there is no value; null where there is one.</summary>
    public NotComputable? Reason => IsOk ? null : _reason ?? NotComputable.NeverComputed;

    /// <summary>Splits the two cases: true with <paramref name="value"/>, or false with <paramref name="reason"/>.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out NotComputable? reason)
    {
        value = _value;
        reason = Reason;
        return IsOk;
    }

    /// <summary>Goes on with the value, or passes the reason along.</summary>
    public Computed<TNext> Then<TNext>(Func<T, Computed<TNext>> next)
        where TNext : notnull
    {
        ArgumentNullException.ThrowIfNull(next);
        return TryGet(out var value, out var reason) ? next(value) : reason;
    }

    /// <summary>Goes on with the value through a step that cannot fail, or passes the reason along.</summary>
    public Computed<TNext> Select<TNext>(Func<T, TNext> next)
        where TNext : notnull
    {
        ArgumentNullException.ThrowIfNull(next);
        return TryGet(out var value, out var reason) ? next(value) : reason;
    }

    /// <summary>Wraps a value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Computed<T> is made by returning one of the two cases.")]
    public static implicit operator Computed<T>(T value) => new(value, null);

    /// <summary>Wraps a reason.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Computed<T> is made by returning one of the two cases.")]
    public static implicit operator Computed<T>(NotComputable reason) => new(default, reason);
}
