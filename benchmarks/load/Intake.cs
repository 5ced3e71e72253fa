using System.Globalization;

namespace Turnout.Load;

/// <summary>How many events the server makes durable in a second, by the size of the calls that bring them.</summary>
internal static class Intake
{
    public static async Task MeasureAsync(Subject subject, Wrk wrk)
    {
        Console.WriteLine("| events a call | ids | events/s, durable | calls/s | p99 | CPU of the server an event |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (size, version) in new[] { (1000, 7), (1000, 4), (50, 7), (1, 7) })
        {
            var before = Environment.CpuUsage.TotalTime;
            var sample = await wrk.SampleAsync("/api/v1/events", Script(subject.ServerKey, size, version));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | UUIDv{version} | {sample.PerSecond * size:N0} | {sample.PerSecond:N0} | {sample.P99Ms:F0} ms | {(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Math.Max(1, sample.Requests * size):F1} µs |"));
        }
    }

    // Every id is new: of version 7 in the order of time, of version 4 in none.
    static string Script(string key, int size, int version) => $$$"""
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer {{{key}}}"
        local at = os.time() * 1000
        local count = 0
        math.randomseed(os.time() + {{{size}}})
        local salt = math.random(0, 2147483647)
        local function id()
          count = count + 1
          if {{{version}}} == 4 then
            return string.format("%08x-%04x-4%03x-8%03x-%04x%08x", math.random(0, 2147483647), math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 65535), count)
          end
          local ms = at + math.floor(count / 1000)
          return string.format("%08x-%04x-7%03x-8000-%04x%08x", math.floor(ms / 65536), ms % 65536, count % 1000, {{{size}}}, salt)
        end
        request = function()
          local events = {}
          for i = 1, {{{size}}} do
            events[i] = '{"id":"' .. id() .. '","event":"purchase","user_id":"user-' .. (count * 7919 % 500000) .. '","value":12.5,"properties":{"country":"DE","device":"phone"}}'
          end
          return wrk.format(nil, nil, nil, '{"events":[' .. table.concat(events, ",") .. ']}')
        end
        """;
}
