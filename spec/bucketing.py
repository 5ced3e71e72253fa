#!/usr/bin/env python3
"""The bucketing algorithms once more, written from their description and apart from the engine: makes bucketing.json.

Run `python3 spec/bucketing.py` and look at the difference: there must be none, ever. New cases may be added; existing ones never change.
"""
import hashlib
import json
import pathlib

MASK = 0xFFFFFFFF


def murmur3_32(data: bytes, seed: int) -> int:
    """MurmurHash3_x86_32 (Austin Appleby, public domain)."""
    def rotl(x, r):
        return ((x << r) | (x >> (32 - r))) & MASK

    def scramble(k):
        return rotl(k * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK

    h = seed
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        h = (rotl(h ^ scramble(int.from_bytes(data[i:i + 4], "little")), 13) * 5 + 0xE6546B64) & MASK
    if len(data) > whole:
        h ^= scramble(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    h = (h ^ (h >> 16)) * 0x85EBCA6B & MASK
    h = (h ^ (h >> 13)) * 0xC2B2AE35 & MASK
    return h ^ (h >> 16)


def utf8(text: str) -> bytes:
    """UTF-8; half a surrogate pair becomes U+FFFD, as in the encoders of browsers and .NET."""
    out = b""
    for char in text:
        out += b"\xef\xbf\xbd" if 0xD800 <= ord(char) <= 0xDFFF else char.encode("utf-8")
    return out


def murmur3_v1(unit: str, salt: str, buckets: int = 100_000) -> int:
    seed = murmur3_32(utf8(salt), 0)
    return murmur3_32(utf8(unit), seed) * buckets >> 32


def sha256_integer(unit: str, salt: str) -> int:
    return int.from_bytes(hashlib.sha256(utf8(unit) + utf8(salt)).digest()[:8], "big")


def split(bucket: int, weights: list, buckets: int) -> int:
    total, acc = sum(weights), 0
    for index, weight in enumerate(weights):
        acc += weight
        # Half a bucket rounds up.
        if bucket < int(acc / total * buckets + 0.5):
            return index
    raise AssertionError("the weights leave a bucket without a variant")


UNITS = [
    "1", "2", "u-17", "user-00000001", "user-00000002", "user-00000003", "7d1c2b7e-7a0e-4a55-9f1f-3f5f0a1d8b11", "anna@example.com",
    "a", "ab", "abc", "abcd", "abcde", " ", "Ä", "Ærøskøbing", "Ω", "пользователь-42", "用户42", "ユーザー", "مستخدم", "👩‍👩‍👧‍👦", "🏳️‍🌈", "e\u0301", "é",
    "x" * 40, "x" * 170, "x" * 171, "x" * 512, "ä" * 256, "用" * 170, "𝄞" * 128,
]
HALVES = ["\ud83d", "a\ud800b", "\udc00\ud800", "\ude00tail"]
SALTS = ["upgrade-button", "checkout.v2", "s", "salz-ä", "塩", "🧂", "x" * 256]


def unit_member(unit: str) -> dict:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in unit):
        return {"unit_utf16": [ord(c) for c in unit]}
    return {"unit": unit}


def main() -> None:
    document = {
        "murmur3_32": [
            {"hex": data.hex(), "seed": seed, "hash": murmur3_32(data, seed)}
            for data in [b"", b"a", b"ab", b"abc", b"abcd", b"hello, world", b"\xff\xff\xff\xff", b"\x21\x43\x65\x87", bytes(range(64))]
            for seed in [0, 1, 0x5082EDEE, 0xFFFFFFFF]
        ],
        "murmur3-v1": [],
        "layer": [],
        "sha256-modulo": [],
        "sha256-percent": [],
    }
    weightings = [[1, 1], [50, 30, 20], [33.3, 33.3, 33.4], [0, 1, 0, 3], [1] * 7]
    pairs = [(u, SALTS[i % len(SALTS)]) for i, u in enumerate(UNITS + HALVES)] + [(u, s) for u in UNITS[:6] for s in SALTS]
    for i, (unit, salt) in enumerate(pairs):
        weights = weightings[i % len(weightings)]
        bucket = murmur3_v1(unit, salt)
        document["murmur3-v1"].append(
            {**unit_member(unit), "salt": salt, "weights": weights, "bucket": bucket, "variant": split(bucket, weights, 100_000)})
        document["layer"].append({**unit_member(unit), "layer": salt[:128] if salt.isascii() else "home", "slot": murmur3_v1(
            unit, "layer/" + (salt[:128] if salt.isascii() else "home"), 10_000)})
        count = 2 + i % 4
        integer = sha256_integer(unit, salt)
        document["sha256-modulo"].append({**unit_member(unit), "salt": salt, "integer": str(integer), "variants": count, "variant": integer % count})
        percentages = [[50, 50], [10, 20, 70], [0, 100], [34, 33, 33]][i % 4]
        document["sha256-percent"].append({
            **unit_member(unit), "salt": salt, "percentages": percentages, "bucket": integer % 100, "variant": split(integer % 100, percentages, 100)})
    lines = ["{"]
    for n, (name, cases) in enumerate(document.items()):
        lines.append(f"  {json.dumps(name)}: [")
        lines += ["    " + json.dumps(case, ensure_ascii=False) + ("," if i < len(cases) - 1 else "") for i, case in enumerate(cases)]
        lines.append("  ]" + ("," if n < len(document) - 1 else ""))
    lines.append("}")
    pathlib.Path(__file__).with_name("bucketing.json").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
