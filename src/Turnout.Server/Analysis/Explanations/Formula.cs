using System.Globalization;
using Turnout.Statistics.Distributions;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>
/// A formula as people write it on one line: numbers, symbols, <c>+ − * / ^</c>, brackets, and <c>sqrt ln exp abs min max</c>; <c>tail(z)</c> and <c>t_tail(t, df)</c> are what
/// lies above in the normal and Student's t distribution, <c>z_above(p)</c> and <c>t_above(p, df)</c> the values above which p lies, <c>chi_tail(x, df)</c> what lies above in chi-square's.
/// </summary>
/// <remarks>The explanation's numbers are computed from the very text that is shown, so that the text cannot say anything else.</remarks>
internal ref struct Formula
{
    readonly IReadOnlyDictionary<string, double> values;
    ReadOnlySpan<char> rest;

    Formula(string text, IReadOnlyDictionary<string, double> values)
    {
        this.values = values;
        rest = text;
    }

    /// <param name="text">The formula.</param>
    /// <param name="values">What its symbols stand for.</param>
    /// <exception cref="FormatException">It cannot be read, or names what is not there: a mistake in this program.</exception>
    public static double Evaluate(string text, IReadOnlyDictionary<string, double> values)
    {
        var formula = new Formula(text, values);
        var value = formula.Sum();
        return formula.Peek() == '\0' ? value : throw new FormatException($"'{text}' goes on after its end: '{formula.rest}'.");
    }

    double Sum()
    {
        var value = Product();
        while (true)
        {
            if (Take('+')) value += Product();
            else if (Take('-')) value -= Product();
            else return value;
        }
    }

    double Product()
    {
        var value = Power();
        while (true)
        {
            if (Take('*')) value *= Power();
            else if (Take('/')) value /= Power();
            else return value;
        }
    }

    // −x^2 is −(x^2), as on paper.
    double Power()
    {
        if (Take('-')) return -Power();
        var value = Atom();
        return Take('^') ? Math.Pow(value, Power()) : value;
    }

    double Atom()
    {
        if (Take('('))
        {
            var inner = Sum();
            return Take(')') ? inner : throw new FormatException($"A bracket stays open before '{rest}'.");
        }
        var length = 0;
        if (char.IsAsciiDigit(Peek()))
        {
            while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || rest[length] == '.')) length++;
            return double.Parse(Cut(length), CultureInfo.InvariantCulture);
        }
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] == '_')) length++;
        var name = Cut(length).ToString();
        if (!Take('(')) return values.TryGetValue(name, out var value) ? value : throw new FormatException($"Nothing is known of '{name}'.");
        var arguments = new List<double> { Sum() };
        while (Take(',')) arguments.Add(Sum());
        return Take(')') ? Call(name, arguments) : throw new FormatException($"The call of '{name}' stays open.");
    }

    static double Call(string name, List<double> x) => (name, x.Count) switch
    {
        ("sqrt", 1) => Math.Sqrt(x[0]),
        ("ln", 1) => Math.Log(x[0]),
        ("exp", 1) => Math.Exp(x[0]),
        ("abs", 1) => Math.Abs(x[0]),
        ("min", _) => x.Min(),
        ("max", _) => x.Max(),
        ("tail", 1) => Tables.NormalAbove(x[0]),
        ("t_tail", 2) => Tables.StudentTAbove(x[0], x[1]),
        ("z_above", 1) => Tables.NormalQuantile(x[0]),
        ("t_above", 2) => Tables.StudentTQuantile(x[0], x[1]),
        ("chi_tail", 2) => Tables.ChiSquareAbove(x[0], x[1]),
        _ => throw new FormatException($"There is no function '{name}' of {x.Count}."),
    };

    char Peek()
    {
        rest = rest.TrimStart();
        return rest.Length > 0 ? rest[0] : '\0';
    }

    bool Take(char wanted)
    {
        if (Peek() != wanted) return false;
        rest = rest[1..];
        return true;
    }

    ReadOnlySpan<char> Cut(int length)
    {
        if (length == 0) throw new FormatException($"A number or a name is missing before '{rest}'.");
        var cut = rest[..length];
        rest = rest[length..];
        return cut;
    }
}
