"""PyODPS against the Storage API: reading by splits and by rows, writing blocks, with each codec of Arrow's."""

import pyarrow as pa
from odps.apis.storage_api import (
    Compression,
    DynamicPartitionOptions,
    ReadRowsRequest,
    SessionRequest,
    SessionStatus,
    SplitOptions,
    Status,
    StorageApiArrowClient,
    TableBatchScanRequest,
    TableBatchWriteRequest,
    WriteRowsRequest,
)
from sluiceclient import errors, options, refused, run, same
from tunnelrows import fresh

options.local_timezone = False  # times are what they are in UTC
CODECS = (Compression.UNCOMPRESSED, Compression.ZSTD, Compression.LZ4_FRAME)
TYPES = (
    "b boolean, i1 tinyint, i2 smallint, i4 int, i8 bigint, f float, d double, m decimal(20,4), s string, v varchar(9), "
    "x binary, dt date, t datetime, ts timestamp, n timestamp_ntz, l array<bigint>, p map<string,double>, "
    "c struct<a:bigint,b:string>"
)


def every_type_batch(count):
    fields = [
        ("b", pa.bool_()), ("i1", pa.int8()), ("i2", pa.int16()), ("i4", pa.int32()), ("i8", pa.int64()),
        ("f", pa.float32()), ("d", pa.float64()), ("m", pa.decimal128(20, 4)), ("s", pa.string()), ("v", pa.string()),
        ("x", pa.binary()), ("dt", pa.date32()), ("t", pa.timestamp("ms")), ("ts", pa.timestamp("ns")),
        ("n", pa.timestamp("ns")), ("l", pa.list_(pa.field("element", pa.int64()))),
        ("p", pa.map_(pa.string(), pa.float64())), ("c", pa.struct([("a", pa.int64()), ("b", pa.string())])),
    ]  # fmt: skip
    makers = [
        lambda i: i % 2 == 0, lambda i: i % 128, lambda i: -i, lambda i: i, lambda i: i << 40, lambda i: i / 2,
        lambda i: i / 3, lambda i: None if i == 1 else __import__("decimal").Decimal(i) / 4, lambda i: f"text {i}",
        lambda i: "中文", lambda i: bytes([i % 256, 0]), lambda i: i, lambda i: i * 1000 - 500,
        lambda i: i * 10**9 - 123456789, lambda i: -i, lambda i: [i, None], lambda i: [("k", i / 2)],
        lambda i: {"a": i, "b": None},
    ]  # fmt: skip
    arrays = [pa.array([None if i == 3 else make(i) for i in range(count)], kind)
              for make, (_, kind) in zip(makers, fields)]  # fmt: skip
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def write(client, batches, codec=Compression.LZ4_FRAME, **kw):
    """Writes each batch as a block and commits them; gives the session's answer."""
    session = client.create_write_session(TableBatchWriteRequest(**kw))
    same(session.session_status, SessionStatus.NORMAL, "a new write session")
    messages = []
    for block, batch in enumerate(batches):
        writer = client.write_rows_arrow(
            WriteRowsRequest(session_id=session.session_id, block_number=block, compression=codec)
        )
        assert writer.write(batch)
        message, ok = writer.finish()
        assert ok, f"block {block}"
        messages.append(message)
    done = client.commit_write_session(SessionRequest(session_id=session.session_id), messages)
    same(done.status, Status.OK, "the commit's status")
    same(done.session_status, SessionStatus.COMMITTED, "the session after its commit")
    again = client.commit_write_session(SessionRequest(session_id=session.session_id), messages)
    same(again.session_status, SessionStatus.COMMITTED, "the session after its commit was repeated")
    same(client.get_write_session(SessionRequest(session_id=session.session_id)).session_status,
         SessionStatus.COMMITTED, "the session asked for")  # fmt: skip
    return done


def read_part(client, codec=Compression.UNCOMPRESSED, **kw):
    reader = client.read_rows_arrow(ReadRowsRequest(compression=codec, **kw))
    batches = []
    while True:
        batch = reader.read()
        if batch is None:
            break
        batches.append(batch)
    same(reader.get_status(), Status.OK, "the reader's status")
    assert reader.get_request_id()
    return batches


def read(client, codec=Compression.UNCOMPRESSED, **kw):
    """All splits of a new session, one after the other."""
    session = client.create_read_session(TableBatchScanRequest(**kw))
    same(session.status, Status.OK, "a new read session's status")
    session = client.get_read_session(SessionRequest(session_id=session.session_id))
    same(session.session_status, SessionStatus.NORMAL, "a new read session")
    batches = []
    for index in range(session.split_count):
        batches += read_part(client, codec, session_id=session.session_id, split_index=index)
    return pa.Table.from_batches(batches) if batches else None


def every_type_every_codec(odps):
    wanted = pa.Table.from_batches([every_type_batch(300)])
    for codec in CODECS:
        table = fresh(odps, "s_types", TYPES)
        client = StorageApiArrowClient(odps, table)
        write(client, wanted.to_batches(), codec, overwrite=False)
        for reading in CODECS:
            seen = read(client, reading)
            if not seen.equals(wanted):
                raise AssertionError(f"{codec} read by {reading}: {seen.schema} {seen.slice(0, 5).to_pylist()}")
    with table.open_reader() as reader:
        same(reader.count, 300, "rows by the tunnel")
    odps.delete_table("s_types")


def many_splits(odps):
    table = fresh(odps, "s_many", "a bigint, s string")
    client = StorageApiArrowClient(odps, table)
    rows = pa.table({"a": list(range(50000)), "s": [f"row {i}" for i in range(50000)]})
    write(client, rows.to_batches(9000), overwrite=False)
    size = SplitOptions.get_default_options(SplitOptions.SplitMode.SIZE)
    size.split_number = 100 * 1024
    parallel = SplitOptions.get_default_options(SplitOptions.SplitMode.PARALLELISM)
    for splits in (size, parallel, None):
        seen = read(client, split_options=splits)
        same(seen.column("a").to_pylist(), list(range(50000)), f"rows by {splits and splits.split_mode}")
    by_row = SplitOptions.get_default_options(SplitOptions.SplitMode.ROW_OFFSET)
    session = client.create_read_session(TableBatchScanRequest(split_options=by_row, required_data_columns=["s"]))
    same((session.record_count, session.split_count), (50000, -1), "counts by row")
    seen = []
    for start in range(0, 50000, 7000):
        for batch in read_part(client, session_id=session.session_id, row_index=start, row_count=7000,
                               max_batch_rows=1000):  # fmt: skip
            assert batch.num_rows <= 1000
            seen += batch.column(0).to_pylist()
    same(seen, rows.column("s").to_pylist(), "rows by row")
    odps.delete_table("s_many")


def partitions_and_filter(odps):
    odps.delete_table("s_part", if_exists=True)
    table = odps.create_table("s_part", ("a bigint", "pt string"))
    client = StorageApiArrowClient(odps, table)
    for value in ("x", "y"):
        write(client, [pa.RecordBatch.from_pydict({"a": [1, 2, 3]})], partition_spec=f"pt={value}", overwrite=False)
    seen = read(client, required_partitions=["pt=y"], filter_predicate="a > 1")
    same(seen.to_pylist(), [{"a": 2, "pt": "y"}, {"a": 3, "pt": "y"}], "filtered rows of a partition")
    seen = read(client, required_partition_columns=["pt"], required_data_columns=["a"])
    same(sorted(set(seen.column("pt").to_pylist())), ["x", "y"], "partitions")
    write(client, [pa.RecordBatch.from_pydict({"a": [9]})], partition_spec="pt=x", overwrite=True)
    with refused(errors.ODPSError, "hh"):
        client.create_write_session(TableBatchWriteRequest(partition_spec="hh=x"))
    dynamic = pa.RecordBatch.from_pydict({"a": [10, 20, 30], "pt": ["new", "y", "new"]})
    write(client, [dynamic], overwrite=False, dynamic_partition_options=DynamicPartitionOptions())
    seen = sorted((r["pt"], r["a"]) for r in read(client).to_pylist())
    same(seen, [("new", 10), ("new", 30), ("x", 9), ("y", 1), ("y", 2), ("y", 3), ("y", 20)], "after dynamic partitions")
    odps.delete_table("s_part")


def empty(odps):
    table = fresh(odps, "s_empty", "a bigint")
    client = StorageApiArrowClient(odps, table)
    session = client.create_read_session(TableBatchScanRequest())
    same(session.split_count, 0, "splits of an empty table")
    write(client, [pa.RecordBatch.from_pydict({"a": pa.array([], pa.int64())})], overwrite=False)
    same(read(client), None, "rows of an empty table")
    odps.delete_table("s_empty")


def buckets(odps):
    odps.delete_table("a_buckets", if_exists=True)
    odps.execute_sql("create table a_buckets (a bigint, s string) clustered by (a) into 4 buckets")
    table = odps.get_table("a_buckets")
    odps.write_table(table, [[i, f"text {i}"] for i in range(100)])
    client = StorageApiArrowClient(odps, table)
    by_bucket = SplitOptions.get_default_options(SplitOptions.SplitMode.BUCKET)
    session = client.create_read_session(TableBatchScanRequest(split_options=by_bucket))
    same(session.split_count, 4, "splits")
    seen = read(client, split_options=by_bucket, required_data_columns=["s"]).column(0).to_pylist()
    same(sorted(seen), sorted(f"text {i}" for i in range(100)), "rows of all buckets")
    odps.delete_table("a_buckets")


run(every_type_every_codec, many_splits, partitions_and_filter, buckets, empty)
