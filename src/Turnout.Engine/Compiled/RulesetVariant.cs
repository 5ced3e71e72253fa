using System.Text;
using System.Text.Json;
using Turnout.Engine.Checks;

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

    /// <summary>A place for what a reader made of the value's JSON, so that it is made once: a lookup elsewhere would cost more than the evaluation.</summary>
    internal object? Reading { get; set; }

    internal byte[] AnswerJson { get; }

    /// <summary>A text as JSON, with its quotes.</summary>
    internal static byte[] JsonText(string text)
    {
        // Keys are of these characters unless nobody checked them.
        if (!Names.IsKey(text)) return [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
        var json = new byte[text.Length + 2];
        json[0] = json[^1] = (byte)'"';
        Encoding.ASCII.GetBytes(text, json.AsSpan(1));
        return json;
    }
}
