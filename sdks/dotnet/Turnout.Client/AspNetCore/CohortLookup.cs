using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client.Delivery;
using Turnout.Client.Telemetry;
using Turnout.Engine;

namespace Turnout.Client.AspNetCore;

/// <summary>
/// Whether the server has a unit in its test cohort. Asked for at the first look, then again at most every <see cref="TurnoutOptions.PollInterval"/> beside the requests, which
/// answer from memory; an application that guards nothing asks nothing. While the server is away the last list stands, and before the first one everybody is real.
/// </summary>
internal sealed class CohortLookup(TurnoutApi api, TimeProvider time, IOptions<TurnoutOptions> options, ILogger<CohortLookup> log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _starting = new();
    private volatile Cohort _cohort = Cohort.Nobody;
    private string? _eTag;
    private long _askedAt;
    private Task? _first;
    private Task _latest = Task.CompletedTask;

    public async ValueTask<bool> HasAsync(EvaluationContext context, CancellationToken cancel)
    {
        if (options.Value.Offline) return false;
        var first = Ask();
        try
        {
            if (!first.IsCompleted) await first.WaitAsync(LongestWait, time, cancel);
        }
        catch (TimeoutException)
        {
            // A customer is not kept waiting for the sake of a test.
        }

        return _cohort.Has(context);
    }

    // The first list is waited for, by all who come before it; later ones are not.
    private Task Ask()
    {
        lock (_starting)
        {
            if (_first is null || (_latest.IsCompleted && time.GetElapsedTime(_askedAt) >= options.Value.PollInterval))
            {
                _askedAt = time.GetTimestamp();
                _latest = RefreshAsync();
                _first ??= _latest;
            }

            return _first;
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            if (await api.FetchCohortAsync(_eTag, CancellationToken.None) is not var (cohort, eTag)) return;
            (_cohort, _eTag) = (cohort, eTag);
        }
        catch (DeliveryException e)
        {
            log.CohortUnknown(e.Problem.Code);
        }
    }
}
