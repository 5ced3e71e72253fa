using System.Globalization;
using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Analysis;

/// <summary>
/// Reads a formula and computes it, knowing nothing of Turnout: shunting yard instead of descent, tails by Simpson's rule instead of special functions.
/// </summary>
sealed class PocketCalculator(string formula, IReadOnlyDictionary<string, double> known)
{
    readonly Stack<double> numbers = new();
    readonly Stack<(string Sign, int Depth)> signs = new();

    public double Result()
    {
        var before = "(";
        var counts = new Stack<int>();
        foreach (Match match in Regex.Matches(formula, @"[A-Za-z][A-Za-z0-9_]*\(?|[0-9]+(\.[0-9]+)?|[-+*/^(),]"))
        {
            var token = match.Value;
            if (char.IsDigit(token[0])) numbers.Push(double.Parse(token, CultureInfo.InvariantCulture));
            else if (token == "(" || (token.Length > 1 && token[^1] == '('))
            {
                signs.Push((token, 0));
                counts.Push(1);
            }
            else if (token is ")" or ",")
            {
                while (signs.Peek().Sign[^1] != '(') Apply(signs.Pop().Sign);
                if (token == ",") counts.Push(counts.Pop() + 1);
                else Call(signs.Pop().Sign, counts.Pop());
            }
            else if (char.IsLetter(token[0])) numbers.Push(known[token]);
            else
            {
                var sign = token == "-" && (before is "," || before[^1] is '(' or '+' or '-' or '*' or '/' or '^') ? "neg" : token;
                while (sign != "neg" && signs.Count > 0 && signs.Peek().Sign[^1] != '(' && (Rank(signs.Peek().Sign) > Rank(sign) || (Rank(signs.Peek().Sign) == Rank(sign) && sign != "^")))
                    Apply(signs.Pop().Sign);
                signs.Push((sign, 0));
            }
            before = token;
        }
        while (signs.Count > 0) Apply(signs.Pop().Sign);
        return Assert.Single(numbers);
    }

    static int Rank(string sign) => sign switch { "+" or "-" => 1, "*" or "/" => 2, "neg" => 3, _ => 4 };

    void Apply(string sign)
    {
        var right = numbers.Pop();
        numbers.Push(sign switch
        {
            "neg" => -right,
            "+" => numbers.Pop() + right,
            "-" => numbers.Pop() - right,
            "*" => numbers.Pop() * right,
            "/" => numbers.Pop() / right,
            _ => Math.Pow(numbers.Pop(), right),
        });
    }

    void Call(string name, int count)
    {
        if (name == "(") return;
        var x = Enumerable.Range(0, count).Select(_ => numbers.Pop()).Reverse().ToArray();
        numbers.Push(name switch
        {
            "sqrt(" => Math.Sqrt(x[0]),
            "ln(" => Math.Log(x[0]),
            "exp(" => Math.Exp(x[0]),
            "abs(" => Math.Abs(x[0]),
            "min(" => x.Min(),
            "max(" => x.Max(),
            "tail(" => NormalTail(x[0]),
            "t_tail(" => StudentTail(x[0], x[1]),
            "z_above(" => Invert(NormalTail, x[0]),
            "t_above(" => Invert(t => StudentTail(t, x[1]), x[0]),
            _ => throw new FormatException(name),
        });
    }

    static double NormalTail(double z) => z < 0 ? 1 - NormalTail(-z) : Simpson(u => Math.Exp(-u * u / 2), z, z + 14) / Math.Sqrt(2 * Math.PI);

    // With t = √df·tan θ the density becomes cos^(df−1) θ, on an interval that ends.
    static double StudentTail(double t, double df)
    {
        double Part(double from) => Simpson(angle => Math.Pow(Math.Cos(angle), df - 1), from, Math.PI / 2);
        return Part(Math.Atan(t / Math.Sqrt(df))) / (2 * Part(0));
    }

    static double Invert(Func<double, double> tail, double wanted)
    {
        double low = -50, high = 50;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (tail(middle) > wanted) low = middle;
            else high = middle;
        }
        return low;
    }

    static double Simpson(Func<double, double> f, double from, double to)
    {
        const int steps = 4000;
        double h = (to - from) / steps, sum = 0;
        for (var i = 0; i <= steps; i++) sum += f(from + i * h) * (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2);
        return sum * h / 3;
    }
}
