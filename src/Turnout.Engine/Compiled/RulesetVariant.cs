using System.Text;
using System.Text.Json;

namespace Turnout.Engine;

/// <summary>A value that a flag can serve, under its name, with its part of an answer already encoded.</summary>
public sealed class RulesetVariant
{
    internal RulesetVariant(string key, FlagValue value)
    {
        Key = key;
        Value = value;
        // {"value": is written by the flag before it; the reason after it.
        AnswerJson = [.. value.Utf8Json, .. ",\"variant\":"u8, .. JsonText(key)];
    }

    /// <summary>The variant's key.</summary>
    public string Key { get; }

    /// <summary>The variant's value.</summary>
    public FlagValue Value { get; }

    internal byte[] AnswerJson { get; }

    internal static byte[] JsonText(string text) => Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\"");
}
