namespace Turnout.Server.Hosting;

/// <summary>An expected failure, as a value. Answered as RFC 9457 problem details; see docs/errors.md for every code.</summary>
/// <param name="Code">Stable, snake_case; what programs switch on.</param>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Detail">What went wrong this time, for a human; never contains secrets.</param>
/// <param name="Errors">For validation: member (as a JSON path without the leading <c>$.</c>) to its messages.</param>
internal sealed record Problem(string Code, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>Seconds after which trying again makes sense; sent as <c>Retry-After</c>.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static Problem NotFound(string code, string detail) => new(code, 404, detail);

    public static Problem Conflict(string code, string detail) => new(code, 409, detail);

    public static Problem Invalid(string code, string member, string message) =>
        new(code, 400, message, new Dictionary<string, string[]> { [member] = [message] });
}

/// <summary>A value, or the problem that stood in its way.</summary>
internal readonly struct Result<T>
{
    readonly T? value;

    Result(T? value, Problem? problem)
    {
        this.value = value;
        Problem = problem;
    }

    /// <summary>Null exactly when there is a value.</summary>
    public Problem? Problem { get; }

    /// <summary>The value; reading it when there is a problem is a bug.</summary>
    public T Value => Problem is null ? value! : throw new InvalidOperationException($"There is no value: {Problem.Code}: {Problem.Detail}");

    /// <summary>For interfaces, which the language does not convert implicitly.</summary>
    public static Result<T> Of(T value) => new(value, null);

    public bool Failed => Problem is not null;

    public bool TryGet(out T value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Problem? problem)
    {
        value = this.value!;
        problem = Problem;
        return problem is null;
    }

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Problem is null ? next(value!) : Problem;

    public Result<TNext> Map<TNext>(Func<T, TNext> next) => Problem is null ? next(value!) : Problem;

#pragma warning disable CA2225 // The conversions are the reading "return value" and "return problem"; named ones would add nothing.
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
#pragma warning restore CA2225
}
