"""Rows of every type and the codecs they travel by, for the programs about the tunnel."""

import datetime
import decimal
import json

import pandas
from odps.tunnel import CompressOption

D = decimal.Decimal
COLUMNS = (
    "b boolean, t tinyint, s smallint, i int, l bigint, f float, d double, dec decimal(18,4), big decimal(38,18), "
    "str string, ch char(6), vc varchar(20), bin binary, day date, at datetime, ts timestamp, ntz timestamp_ntz, "
    "j json, arr array<bigint>, m map<string,double>, st struct<a:bigint,b:string>, deep array<struct<x:int,y:string>>"
)
CODECS = [None, *(getattr(CompressOption.CompressAlgorithm, f"ODPS_{c}") for c in ("ZLIB", "SNAPPY", "ZSTD", "LZ4"))]

FULL = [
    True, -128, 32767, -(2**31), 2**63 - 1, 1.5, 0.1, D("12345678901234.5678"), D("-0.000000000000000001"),
    "中文, \"quoted\"\n\\N", "abc", "varied", b"\x00\xff\xfe", datetime.date(1969, 12, 31),
    datetime.datetime(2024, 2, 29, 23, 59, 59, 123000), pandas.Timestamp("2024-01-01 00:00:00.000000005"),
    pandas.Timestamp("2024-06-30 12:00:00.123456789"), json.dumps({"k": [1, None, "v"]}),
    [1, None, -(2**63)], {"a": 1.25, "b": None}, (7, None), [(1, "x"), None, (None, "中")],
]  # fmt: skip
LOW = [
    False, 127, -32768, 2**31 - 1, -(2**63), -0.0, 1e308, D("-99999999999999.9999"), D("99999999999999999999.5"),
    "", "", "", b"", datetime.date(9999, 12, 31), datetime.datetime(1970, 1, 1, 0, 0, 0),
    pandas.Timestamp("1970-01-01"), pandas.Timestamp("2200-12-31 23:59:59.999999999"), "[]",
    [], {}, (-1, ""), [],
]  # fmt: skip
NULLS = [None] * len(FULL)
ROWS = [FULL, LOW, NULLS]


def plain(value):
    """What two values have in common when they mean the same."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, decimal.Decimal):
        return value.normalize()
    if isinstance(value, str) and value[:1] in "[{" and value:
        return json.loads(value)
    return value


def fresh(odps, name, columns):
    odps.delete_table(name, if_exists=True)
    return odps.create_table(name, columns)


def option(codec):
    return CompressOption(codec) if codec else None


__all__ = ["CODECS", "COLUMNS", "ROWS", "fresh", "option", "plain"]
