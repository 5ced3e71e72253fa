using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Turnout.Server.Hosting;

/// <summary>
/// Refuses null among the items of lists and the values of dictionaries, which the serializer lets through whatever their types say:
/// no handler has to think of it.
/// </summary>
internal static class NullItems
{
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var lists = type.Properties.Where(property => property.Get is not null && property.AttributeProvider is PropertyInfo declared && HoldsNoNull(declared)).ToArray();
        if (lists.Length == 0) return;
        var before = type.OnDeserialized;
        type.OnDeserialized = item =>
        {
            before?.Invoke(item);
            foreach (var list in lists)
            {
                if (list.Get!(item) is IEnumerable items && Array.Exists([.. Items(items)], static one => one is null))
                    throw new JsonException($"{RequestProblems.WrongType}: null is no item.", $"$.{list.Name}", null, null);
            }
        };
    }

    static IEnumerable<object?> Items(IEnumerable items) => (items is IDictionary dictionary ? dictionary.Values : items).Cast<object?>();

    static bool HoldsNoNull(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type)) return false;
        var nullability = new NullabilityInfoContext().Create(property);
        var item = nullability.ElementType ?? nullability.GenericTypeArguments.LastOrDefault();
        return item is { Type.IsValueType: false, ReadState: NullabilityState.NotNull };
    }
}
