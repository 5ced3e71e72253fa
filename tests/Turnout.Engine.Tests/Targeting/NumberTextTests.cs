using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Turnout.Engine.Tests.Targeting;

public sealed class NumberTextTests
{
    // As JavaScript's String(number) gives them.
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(5, "5")]
    [InlineData(-12345, "-12345")]
    [InlineData(0.1, "0.1")]
    [InlineData(1.5, "1.5")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(999999999999999, "999999999999999")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1234567890123456, "1234567890123456")]
    [InlineData(123456789012345.67, "123456789012345.67")]
    [InlineData(1234567890123456.7, "1234567890123456.8")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(-1.25e17, "-125000000000000000")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e21, "1.5e+21")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000015, "0.0000015")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(-1.234e-9, "-1.234e-9")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    public void Number_is_written_as_ecmascript_writes_it(double number, string text) => Assert.Equal(text, ((AttributeValue)number).ToText());

    [Fact]
    public void Every_number_reads_back_as_itself_and_fits_the_buffer() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>().Filter(double.IsFinite), number =>
        {
            var text = ((AttributeValue)number).ToText()!;
            return text.Length <= 32 && double.Parse(text, CultureInfo.InvariantCulture) == number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_bit_pattern_reads_back_as_itself()
    {
        var bits = 0x9E3779B97F4A7C15ul;
        for (var i = 0; i < 200_000; i++)
        {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            var number = BitConverter.UInt64BitsToDouble(bits);
            if (!double.IsFinite(number)) continue;
            Assert.Equal(number, double.Parse(((AttributeValue)number).ToText()!, CultureInfo.InvariantCulture));
        }
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_none_count_as_missing(double number) => Assert.False(((AttributeValue)number).Exists);
}
