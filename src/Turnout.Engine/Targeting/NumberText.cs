using System.Globalization;

namespace Turnout.Engine.Targeting;

/// <summary>
/// Numbers as text, the same in every language: the shortest digits that read back as the same double, laid out as ECMAScript's
/// <c>Number::toString</c> does (and RFC 8785 with it): <c>1e+21</c>, <c>1e-7</c>, but <c>100000</c> and <c>0.00001</c>.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxChars = 32;

    // Below this every whole double is written with its own digits by both languages.
    private const double MaxPlainWhole = 1e15;

    /// <summary>Writes a finite number; gives the characters written.</summary>
    public static int Write(double number, Span<char> buffer)
    {
        int written;
        if (Math.Abs(number) < MaxPlainWhole && number == Math.Floor(number))
        {
            ((long)number).TryFormat(buffer, out written, default, CultureInfo.InvariantCulture);
            return written;
        }

        number.TryFormat(buffer, out written, "R", CultureInfo.InvariantCulture);
        var exponent = buffer[..written].IndexOf('E');
        return exponent < 0 ? written : Relay(buffer, written, exponent);
    }

    // .NET goes over to an exponent earlier than ECMAScript: -1.25E+17 becomes -125000000000000000.
    private static int Relay(Span<char> buffer, int length, int exponentAt)
    {
        Span<char> digits = stackalloc char[20];
        var count = 0;
        var at = 0;
        if (buffer[0] == '-') at = 1;
        foreach (var c in buffer[at..exponentAt])
            if (c != '.') digits[count++] = c;

        // The value is 0.DIGITS times ten to the power of point.
        var point = int.Parse(buffer[(exponentAt + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        if (count <= point && point <= 21)
        {
            digits[..count].CopyTo(buffer[at..]);
            buffer.Slice(at + count, point - count).Fill('0');
            return at + point;
        }

        if (point is > -6 and <= 0)
        {
            "0.".CopyTo(buffer[at..]);
            buffer.Slice(at + 2, -point).Fill('0');
            digits[..count].CopyTo(buffer[(at + 2 - point)..]);
            return at + 2 - point + count;
        }

        if (point is > 0 and <= 21)
        {
            digits[..point].CopyTo(buffer[at..]);
            buffer[at + point] = '.';
            digits[point..count].CopyTo(buffer[(at + point + 1)..]);
            return at + count + 1;
        }

        buffer[at++] = digits[0];
        if (count > 1)
        {
            buffer[at++] = '.';
            digits[1..count].CopyTo(buffer[at..]);
            at += count - 1;
        }

        buffer[at++] = 'e';
        buffer[at++] = point > 0 ? '+' : '-';
        Math.Abs(point - 1).TryFormat(buffer[at..], out var written, default, CultureInfo.InvariantCulture);
        return at + written;
    }
}
