using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Turnout.Client.Delivery;
using Turnout.Client.Telemetry;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client;

public sealed partial class Flags
{
    /// <summary>
    /// The variant of an experiment for this context, recording the exposure: call it where the variant is shown. Null when the unit is not in;
    /// <see cref="Decide"/> says why.
    /// </summary>
    public string? GetVariant([ExperimentKey] string experiment, EvaluationContext context)
    {
        var decision = Decide(experiment, context);
        if (decision.IsIn) _events.Expose(decision, context);
        return decision.Variant;
    }

    /// <summary>
    /// Whether the context is in an experiment, with which variant and why, without recording an exposure. An assignment that the server told wins over the
    /// hash; <see cref="Reason.NotAssigned"/> means that only the server can draw the variant: see <see cref="AssignAsync"/>.
    /// </summary>
    public ExperimentDecision Decide([ExperimentKey] string experiment, EvaluationContext context) => _state.Ruleset.Decide(experiment, context, Stored);

    /// <summary>Records an exposure by hand, for a variant that was decided earlier. Does nothing for a unit that is not in.</summary>
    public void Expose([ExperimentKey] string experiment, EvaluationContext context) => GetVariant(experiment, context);

    /// <summary>
    /// Has the server assign the unit, durably, and remembers the answer: needed once per unit for experiments that assign at random, allowed for
    /// all. When the server is away, the answer is what is known here.
    /// </summary>
    /// <returns>The variant; null when the unit is not in.</returns>
    public async Task<string?> AssignAsync([ExperimentKey] string experiment, EvaluationContext context, CancellationToken cancellationToken = default)
    {
        var decision = Decide(experiment, context);
        // What is settled here needs no request: not running, not targeted, known already.
        if (_options.Offline || decision.Experiment is null || decision.UnitId is null) return decision.Variant;
        if (decision.Reason is Reason.Sticky or Reason.NotRunning or Reason.ConsentMissing) return decision.Variant;
        try
        {
            var answer = await _api.PostAsync($"api/v1/experiments/{Uri.EscapeDataString(experiment)}/assign", ContextBody(context), cancellationToken);
            if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Created))
            {
                _log.AssignmentsUnknown(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
                return decision.Variant;
            }

            using var document = JsonDocument.Parse(answer.Body);
            if (!document.RootElement.TryGetProperty("variant", out var member) || member.GetString() is not { } variant) return null;
            _assignments.Add(experiment, decision.UnitId, variant);
            return variant;
        }
        catch (Exception e) when (e is DeliveryException or JsonException or InvalidOperationException)
        {
            _log.AssignmentsUnknown((e as DeliveryException)?.Problem.Code ?? "invalid_answer");
            return decision.Variant;
        }
    }

    /// <summary>
    /// Asks the server, in one request, for all assignments of this context's units, and remembers them: after it, every call here agrees with the
    /// server's stored assignments, also of experiments whose targeting or traffic was changed since. Worth its request where an application has such
    /// experiments or random ones; <see cref="NeedsServer"/> tells.
    /// </summary>
    /// <returns>False when the server could not be asked; nothing changed then.</returns>
    public async Task<bool> PrefetchAsync(EvaluationContext context, CancellationToken cancellationToken = default)
    {
        if (_options.Offline) return false;
        try
        {
            var answer = await _api.PostAsync("api/v1/evaluate", ContextBody(context), cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
            {
                _log.AssignmentsUnknown(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
                return false;
            }

            using var document = JsonDocument.Parse(answer.Body);
            var ruleset = _state.Ruleset;
            foreach (var member in document.RootElement.GetProperty("experiments").EnumerateObject())
            {
                if (ruleset.FindExperiment(member.Name) is { } experiment && context.UnitId(experiment.Unit) is { } unitId && member.Value.GetString() is { } variant)
                    _assignments.Add(member.Name, unitId, variant);
            }

            return true;
        }
        catch (Exception e) when (e is DeliveryException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _log.AssignmentsUnknown((e as DeliveryException)?.Problem.Code ?? "invalid_answer");
            return false;
        }
    }

    /// <summary>True when a running experiment that assigns at random has not told its variant for this context yet.</summary>
    public bool NeedsServer(EvaluationContext context)
    {
        var ruleset = _state.Ruleset;
        foreach (var experiment in ruleset.Experiments)
        {
            if (experiment.Assignment == AssignmentType.Random && Ruleset.Decide(experiment, context, Stored).Reason == Reason.NotAssigned) return true;
        }

        return false;
    }

    /// <summary>
    /// Records an event of a metric. Returns at once; the event leaves within <see cref="TurnoutOptions.FlushInterval"/> and is sent again until the
    /// server has it.
    /// </summary>
    /// <param name="name">The event's name; 1 to 128 characters.</param>
    /// <param name="context">Whose event; at least one of user, team and visitor.</param>
    /// <param name="value">An amount; finite. Null: none.</param>
    /// <param name="properties">Further facts: texts, numbers, booleans.</param>
    public void Track(
        string name, EvaluationContext context, double? value = null, IReadOnlyList<KeyValuePair<string, AttributeValue>>? properties = null) =>
        _events.Track(name, context, value, properties ?? []);

    /// <summary>Records that the unit did what the experiment hopes for. Does nothing for a unit that is not in the experiment.</summary>
    public void TrackConversion([ExperimentKey] string experiment, string conversionEvent, EvaluationContext context, double? value = null)
    {
        var decision = Decide(experiment, context);
        if (decision.IsIn) _events.Convert(decision, conversionEvent, context, value);
    }

    /// <summary>Sends the events that wait. Shutdown does it by itself; a short-lived program without a host calls it before it ends.</summary>
    /// <returns>False when some still wait, because the server is away.</returns>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken = default) => await _sender.DrainAsync(cancellationToken) is null;

    internal Task<TurnoutApi.Answer> ForwardAsync(string path, HttpContent content, string token, CancellationToken cancel) =>
        _api.PostAsync(path, content, cancel, token);

    /// <summary>
    /// Records on the server whether the context's user, else its visitor, agrees to take part in sensitive experiments, and sets the context's attribute <c>consent</c> to it. The
    /// record lives on the server; here the context says it, so whoever builds contexts puts it in. A withdrawal holds for this context whatever the server answers.
    /// </summary>
    /// <returns>False when the server has not recorded it: it is away, or the context has neither user nor visitor. A consent is not set then.</returns>
    public async Task<bool> RecordConsentAsync(EvaluationContext context, bool granted, CancellationToken cancellationToken = default)
    {
        if (!granted) context["consent"] = false;
        if (_options.Offline) return false;
        try
        {
            var answer = await _api.SendAsync(HttpMethod.Put, "api/v1/consent", ContextBody(context, granted), cancellationToken);
            if (answer.Status == HttpStatusCode.OK)
            {
                context["consent"] = granted;
                return true;
            }

            _log.ConsentUnrecorded(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (DeliveryException e)
        {
            _log.ConsentUnrecorded(e.Problem.Code);
        }

        return false;
    }

    private static ByteArrayContent ContextBody(EvaluationContext context, bool? granted = null)
    {
        var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("context"u8);
            new ContextJson().Write(writer, context, JsonSerializerOptions.Default);
            if (granted is { } agrees) writer.WriteBoolean("granted"u8, agrees);
            writer.WriteEndObject();
        }

        return new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
