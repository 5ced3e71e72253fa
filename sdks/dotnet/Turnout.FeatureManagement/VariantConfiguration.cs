using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Turnout.Engine;

namespace Turnout.FeatureManagement;

/// <summary>A flag's JSON value as a configuration section, as Microsoft's variants have it; made once per value.</summary>
internal static class VariantConfiguration
{
    private static readonly ConditionalWeakTable<FlagValue, IConfigurationSection> Sections = [];

    public static IConfigurationSection Of(FlagValue value) => Sections.GetValue(value, Make);

    private static IConfigurationSection Make(FlagValue value)
    {
        using var json = new MemoryStream([.. "{\"value\":"u8, .. value.Utf8Json, .. "}"u8]);
        return new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("value");
    }
}
