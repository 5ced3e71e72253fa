using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Client;

/// <summary>
/// Turns a flag's value into the type the caller asks for: bool, string, double, float, decimal, int and long from values of their kind, any other type from JSON.
/// JSON is deserialized once per value and type, and shared: treat the result as read-only.
/// </summary>
internal static class ValueReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>False when the value is of another type, or there is no variant.</summary>
    public static bool TryRead<T>(RulesetVariant? variant, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (variant is null) return false;
        // The comparisons of types are decided by the compiler for value types: what remains is one branch.
        if (typeof(T) == typeof(bool))
        {
            result = (T)(object)variant.Value.Boolean;
            return variant.Value.Type == FlagType.Boolean;
        }

        if (typeof(T) == typeof(double))
        {
            result = (T)(object)variant.Value.Number;
            return variant.Value.Type == FlagType.Number;
        }

        if (typeof(T) == typeof(int)) return TryInteger(variant.Value, int.MinValue, int.MaxValue, number => (T)(object)(int)number, out result);
        if (typeof(T) == typeof(long)) return TryInteger(variant.Value, -9007199254740992, 9007199254740992, number => (T)(object)(long)number, out result);
        // One type per variant is the rule; whoever reads a second type pays for a lookup.
        if (variant.Reading is { } reading && reading.GetType() == typeof(T))
        {
            result = (T)reading;
            return true;
        }

        return typeof(T) == typeof(string) ? TryText(variant.Value, out result) : TryJson(variant, out result);
    }

    private static bool TryText<T>(FlagValue value, [MaybeNullWhen(false)] out T result)
    {
        result = (T)(object)value.Text!;
        return value.Type == FlagType.String;
    }

    private static bool TryInteger<T>(FlagValue value, double least, double most, Func<double, T> convert, [MaybeNullWhen(false)] out T result)
    {
        var fits = value.Type == FlagType.Number && value.Number >= least && value.Number <= most && Math.Floor(value.Number) == value.Number;
        result = fits ? convert(value.Number) : default;
        return fits;
    }

    private static bool TryJson<T>(RulesetVariant variant, [MaybeNullWhen(false)] out T result)
    {
        var parsed = Parsed<T>.Values.GetValue(variant.Value, Parsed<T>.Parse);
        result = parsed.Value;
        if (parsed.IsValid && result!.GetType() == typeof(T)) variant.Reading ??= result;
        return parsed.IsValid;
    }

    private sealed record Parsed<T>(bool IsValid, T Value)
    {
        public static readonly ConditionalWeakTable<FlagValue, Parsed<T>> Values = [];

        public static Parsed<T> Parse(FlagValue value)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(value.Utf8Json, Json) is { } result ? new(true, result) : new(false, default!);
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                return new(false, default!);
            }
        }
    }
}
