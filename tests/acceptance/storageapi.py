"""A file loaded by the Storage API, with each codec, checked from outside: PyODPS reads the same rows by the tunnel, by
its own Storage API client and by SQL."""

import csv
import json
import subprocess

import pyarrow as pa
from demo import SLUICE, pyodps, workspace
from odps.apis.storage_api import ReadRowsRequest, SessionRequest, StorageApiArrowClient, TableBatchScanRequest

ROWS = [(i, f"name {i} \u4e2d", None if i % 5 == 0 else i / 4) for i in range(20_000)]


def job(codec):
    steps = [
        {"stepType": "file", "name": "Reader", "category": "reader",
         "parameter": {"path": "data/rows.csv", "fileFormat": "csv", "header": True, "nullFormat": "NA",
                       "column": ["id", "name", "value"]}},
        {"stepType": "odps", "name": "Writer", "category": "writer",
         "parameter": {"datasource": "odps_first", "table": "loaded", "partition": f"codec={codec or 'none'}",
                       "column": ["id", "name", "value"], "truncate": True, "useStorageApi": True,
                       "compressCodec": codec}},
    ]  # fmt: skip
    return {"type": "job", "version": "2.0", "steps": steps,
            "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": False, "concurrent": 2}},
            "order": {"hops": [{"from": "Reader", "to": "Writer"}]}}  # fmt: skip


def by_storage_api(odps, partition):
    client = StorageApiArrowClient(odps, odps.get_table("loaded"))
    session = client.create_read_session(TableBatchScanRequest(required_partitions=[partition]))
    session = client.get_read_session(SessionRequest(session_id=session.session_id))
    batches = []
    for index in range(session.split_count):
        reader = client.read_rows_arrow(ReadRowsRequest(session_id=session.session_id, split_index=index))
        while (batch := reader.read()) is not None:
            batches.append(batch)
    table = pa.Table.from_batches(batches)
    return sorted(zip(*(table.column(name).to_pylist() for name in ("id", "name", "value"))))


with workspace() as directory:
    with (directory / "data/rows.csv").open("w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "name", "value"])
        writer.writerows([(i, name, "NA" if value is None else value) for i, name, value in ROWS])
    create = "CREATE TABLE loaded (id BIGINT, name STRING, value DOUBLE) PARTITIONED BY (codec STRING)"
    subprocess.run([SLUICE, "sql", "--workspace", directory, create], check=True, stdout=subprocess.DEVNULL)
    codecs = ("", "ZSTD", "LZ4_FRAME")
    for codec in codecs:
        path = directory / f"load_{codec}.job.json"
        path.write_text(json.dumps(job(codec)))
        for _ in range(2):  # again: it overwrites
            subprocess.run([SLUICE, "run", "--workspace", directory, path], check=True, capture_output=True)
    with pyodps(directory) as odps:
        for codec in codecs:
            partition = f"codec={codec or 'none'}"
            with odps.get_table("loaded").open_reader(partition=partition) as reader:
                assert sorted(tuple(record.values[:3]) for record in reader) == ROWS, partition
            assert by_storage_api(odps, partition) == ROWS, partition
        with odps.execute_sql("SELECT COUNT(*), COUNT(value) FROM loaded").open_reader() as reader:
            assert [int(value) for value in next(iter(reader)).values] == [60_000, 48_000]
print(f"{len(ROWS)} rows by each of {len(codecs)} codecs: the tunnel, the Storage API and SQL agree")
