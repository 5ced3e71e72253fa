using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Storage.Moving;

/// <summary>A row as a line: a JSON array of its columns' values, the same text whichever database it comes from.</summary>
internal static class RowLine
{
    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(ArrayBufferWriter<byte> output, Table table, DbDataReader row)
    {
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartArray();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (row.IsDBNull(i)) writer.WriteNullValue();
                else WriteValue(writer, table.Columns[i], row, i);
            }
            writer.WriteEndArray();
        }
        output.Write("\n"u8);
    }

    /// <summary>The values of a line, as .NET's types.</summary>
    public static object?[] Read(Table table, string line)
    {
        using var document = JsonDocument.Parse(line);
        var items = document.RootElement;
        if (items.GetArrayLength() != table.Columns.Count) throw new FormatException($"A line of {table.Name} has {items.GetArrayLength()} values instead of {table.Columns.Count}.");
        var values = new object?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var item = items[i];
            values[i] = item.ValueKind == JsonValueKind.Null ? null : table.Columns[i].Kind switch
            {
                ColumnKind.Text => item.GetString(),
                ColumnKind.Number => item.GetInt64(),
                ColumnKind.Fraction => item.GetDouble(),
                ColumnKind.Truth => item.GetBoolean(),
                _ => item.GetBytesFromBase64(),
            };
        }
        return values;
    }

    /// <summary>A value as PostgreSQL's COPY reads it.</summary>
    public static void Copy(StringBuilder output, object? value)
    {
        switch (value)
        {
            case null:
                output.Append("\\N");
                break;
            case string text:
                foreach (var c in text)
                {
                    _ = c switch
                    {
                        '\\' => output.Append("\\\\"),
                        '\t' => output.Append("\\t"),
                        '\n' => output.Append("\\n"),
                        '\r' => output.Append("\\r"),
                        _ => output.Append(c),
                    };
                }
                break;
            case byte[] bytes:
                output.Append("\\\\x").Append(Convert.ToHexStringLower(bytes));
                break;
            case bool truth:
                output.Append(truth ? 't' : 'f');
                break;
            case double fraction:
                output.Append(fraction.ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                output.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    static void WriteValue(Utf8JsonWriter writer, Column column, DbDataReader row, int i)
    {
        switch (column.Kind)
        {
            case ColumnKind.Text:
                writer.WriteStringValue(row.GetString(i));
                break;
            case ColumnKind.Number:
                writer.WriteNumberValue(Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture));
                break;
            case ColumnKind.Fraction:
                writer.WriteNumberValue(row.GetDouble(i));
                break;
            case ColumnKind.Truth:
                writer.WriteBooleanValue(Convert.ToBoolean(row.GetValue(i), CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteBase64StringValue(row.GetFieldValue<byte[]>(i));
                break;
        }
    }
}
