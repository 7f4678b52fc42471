"""PyODPS on the same rows and the same sink as bench_client, by Arrow: pyodps_client.py ENDPOINT upload|download ROWS.

As for our client, rows to upload are made before the clock starts, a part of them sent again and again; downloaded ones
are decoded to batches and dropped. Batches have 65,536 rows, since PyODPS is faster with large ones. Prints one JSON
object.
"""

import decimal
import json
import random
import sys
import time

import pyarrow
from odps import ODPS
from odps.tunnel import TableTunnel

PART = 200_000
BATCH = 65_536


def common_rows(count):
    generator = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"

    def texts(size):
        return pyarrow.array(["".join(generator.choices(letters, k=size)) for _ in range(count)])

    columns = {
        "id": pyarrow.array(range(count), pyarrow.int64()),
        "s16": texts(16),
        "d": pyarrow.array([generator.random() * 1e9 for _ in range(count)]),
        "dt": pyarrow.array([1672531200000 + generator.randrange(31536000000) for _ in range(count)],
                            pyarrow.timestamp("ms")),
        "amt": pyarrow.array([decimal.Decimal(generator.randrange(10**9)).scaleb(-4) for _ in range(count)],
                             pyarrow.decimal128(18, 4)),
        "b": pyarrow.array([generator.random() < 0.5 for _ in range(count)]),
        "i": pyarrow.array([generator.randrange(-(10**6), 10**6) for _ in range(count)], pyarrow.int32()),
        "s40": texts(40),
    }  # fmt: skip
    return pyarrow.table(columns).to_batches(max_chunksize=BATCH)


def upload(tunnel, batches, count):
    session = tunnel.create_upload_session("rows")
    with session.open_arrow_writer(0) as writer:
        done = 0
        while done < count:
            for batch in batches:
                part = batch.slice(0, min(batch.num_rows, count - done))
                if part.num_rows:
                    writer.write(part)
                done += part.num_rows
    session.commit([0])


def download(tunnel, count):
    session = tunnel.create_download_session("rows")
    with session.open_arrow_reader(0, count) as reader:
        seen = sum(batch.num_rows for batch in reader)
    if seen != count:
        sys.exit(f"{seen} rows came instead of {count}")


def main(endpoint, way, count):
    tunnel = TableTunnel(ODPS("bench", "bench", project="demo", endpoint=endpoint))
    batches = common_rows(min(count, PART)) if way == "upload" else None
    wall, cpu = time.monotonic(), time.process_time()
    if way == "upload":
        upload(tunnel, batches, count)
    else:
        download(tunnel, count)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    print(json.dumps({"rows": count, "wall_s": wall, "cpu_s": cpu, "rows_per_cpu_s": count / cpu}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
