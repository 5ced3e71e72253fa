using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Turnout.Client.AspNetCore;
using Turnout.Engine;

namespace Turnout.Client;

/// <summary>
/// The flags as the current request's caller has them: <see cref="Flags"/> with the context read from the request, once, at the first use. Scoped. Outside
/// a request the context is empty.
/// </summary>
public sealed class RequestFlags
{
    private readonly IHttpContextAccessor _accessor;
    private readonly RequestContextReader _reader;
    private EvaluationContext? _context;

    internal RequestFlags(Flags flags, IHttpContextAccessor accessor, RequestContextReader reader) => (Flags, _accessor, _reader) = (flags, accessor, reader);

    /// <summary>The flags for any context.</summary>
    public Flags Flags { get; }

    /// <summary>The caller. Attributes added before the first evaluation count in all that follow.</summary>
    public EvaluationContext Context => _context ??= _accessor.HttpContext is { } http ? _reader.Read(http) : new EvaluationContext();

    /// <inheritdoc cref="Flags.IsEnabled"/>
    public bool IsEnabled([FlagKey] string key, bool fallback = false) => Flags.IsEnabled(key, Context, fallback);

    /// <inheritdoc cref="Flags.Get{T}"/>
    public T Get<T>([FlagKey] string key, T fallback) => Flags.Get(key, Context, fallback);

    /// <inheritdoc cref="Flags.GetDetails{T}"/>
    public FlagDetails<T> GetDetails<T>([FlagKey] string key, T fallback) => Flags.GetDetails(key, Context, fallback);

    /// <inheritdoc cref="Flags.GetVariant"/>
    public string? GetVariant([ExperimentKey] string experiment) => Flags.GetVariant(experiment, Context);

    /// <inheritdoc cref="Flags.AssignAsync"/>
    public Task<string?> AssignAsync([ExperimentKey] string experiment, CancellationToken cancellationToken = default) =>
        Flags.AssignAsync(experiment, Context, cancellationToken);

    /// <inheritdoc cref="Flags.Track"/>
    public void Track(string name, double? value = null, IReadOnlyList<KeyValuePair<string, AttributeValue>>? properties = null) =>
        Flags.Track(name, Context, value, properties);

    /// <inheritdoc cref="Flags.TrackConversion"/>
    public void TrackConversion([ExperimentKey] string experiment, string conversionEvent, double? value = null) =>
        Flags.TrackConversion(experiment, conversionEvent, Context, value);

    /// <summary>The browser SDK's bootstrap as JSON, safe to stand inside a script element.</summary>
    public string BootstrapJson()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Flags.WriteAnswer(output, Context);
        // Texts are escaped by their writers already; this holds whatever a JSON value's own digits and quotes may be.
        return Encoding.UTF8.GetString(output.WrittenSpan).Replace("<", "\\u003c", StringComparison.Ordinal);
    }
}
