"""One experiment from the exported events, with nothing but Python's own library.

    python3 analyse.py events.ndjson EXPERIMENT EVENT WINDOW_DAYS CONTROL

prints, for every variant against the control, the comparison of a `proportion` and of a `sum` over EVENT.
"""
import json
import math
import sys
from datetime import datetime


def instant(text):
    """Milliseconds since 1970, as whole numbers: so that nothing is lost at the edge of a window."""
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def read(path, experiment, event):
    """The exposures to the experiment, and the events that its metric counts."""
    seen, done = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            properties = row.get("properties", {})
            if "user_id" not in row:
                continue
            at = instant(row["timestamp"])
            of_experiment = properties.get("experiment_slug") == experiment
            if row["event"] == "experiment_viewed":
                if of_experiment:
                    seen.append((row["user_id"], at, properties["variant"]))
            elif row["event"] == event or (
                row["event"] == "experiment_conversion" and of_experiment and properties.get("conversion_event") == event
            ):
                done.append((row["user_id"], at, row.get("value")))
    return seen, done


def units_of(seen, done, window):
    """By variant, for each unit whether it converted and what its values sum to."""
    first, variants = {}, {}
    for user, at, variant in seen:
        first[user] = min(at, first.get(user, at))
        variants.setdefault(user, set()).add(variant)
    count = dict.fromkeys(first, 0)
    total = dict.fromkeys(first, 0.0)
    for user, at, value in done:
        if user in first and 0 <= at - first[user] < window:
            count[user] += 1
            total[user] += value or 0.0
    arms = {}
    for user, shown in variants.items():
        if len(shown) == 1:  # who saw two variants tells nothing about either
            arms.setdefault(next(iter(shown)), []).append((1 if count[user] else 0, total[user]))
    return arms


def mean_and_variance(values):
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def two_proportions(control, treatment):
    """Pooled z-test, unpooled interval."""
    (nc, xc), (nt, xt) = control, treatment
    pc, pt, pooled = xc / nc, xt / nt, (xc + xt) / (nc + nt)
    z = (pt - pc) / math.sqrt(pooled * (1 - pooled) * (1 / nc + 1 / nt))
    half = 1.959963984540054 * math.sqrt(pc * (1 - pc) / nc + pt * (1 - pt) / nt)
    return {"difference": pt - pc, "z": z, "p_value": math.erfc(abs(z) / math.sqrt(2)), "low": pt - pc - half, "high": pt - pc + half}


def student_above(t, df):
    """P(T > t) for t >= 0, by the continued fraction of the incomplete beta function (Lentz)."""
    x = df / (df + t * t)
    a, b = df / 2, 0.5
    swap = x > (a + 1) / (a + b + 2)
    if swap:
        a, b, x = b, a, 1 - x
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 1000):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            fraction *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    front = math.exp(a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a
    beta = front * fraction
    return (1 - beta if swap else beta) / 2


def student_quantile(above, df):
    low, high = 0.0, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if student_above(middle, df) > above else (low, middle)
    return (low + high) / 2


def welch(control, treatment):
    """Welch's t-test of two lists of values."""
    (mc, vc), (mt, vt) = mean_and_variance(control), mean_and_variance(treatment)
    c, t = vc / len(control), vt / len(treatment)
    df = (c + t) ** 2 / (c**2 / (len(control) - 1) + t**2 / (len(treatment) - 1))
    error = math.sqrt(c + t)
    score = (mt - mc) / error
    half = student_quantile(0.025, df) * error
    return {"difference": mt - mc, "z": score, "p_value": 2 * student_above(abs(score), df), "low": mt - mc - half, "high": mt - mc + half}


def main(path, experiment, event, days, control):
    arms = units_of(*read(path, experiment, event), float(days) * 86_400_000)
    rates = {arm: (len(units), sum(hit for hit, _ in units)) for arm, units in arms.items()}
    sums = {arm: [total for _, total in units] for arm, units in arms.items()}
    for arm in sorted(arms):
        print(f"{arm} units {rates[arm][0]}")
        print(f"{arm} converted {rates[arm][1]}")
        print(f"{arm} total {math.fsum(sums[arm])!r}")
    for arm in sorted(set(arms) - {control}):
        for name, test in (("proportion", two_proportions(rates[control], rates[arm])), ("sum", welch(sums[control], sums[arm]))):
            for key, number in test.items():
                print(f"{arm} {name} {key} {number!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
