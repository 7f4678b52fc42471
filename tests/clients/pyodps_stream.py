"""PyODPS against the stream tunnel: what is flushed is there at once."""

from odps.tunnel import TableTunnel
from sluiceclient import errors, refused, run, same
from tunnelrows import CODECS, COLUMNS, ROWS, fresh, option, plain


def contents(odps, name, where=""):
    with odps.execute_sql(f"select * from {name} {where}").open_reader(tunnel=True) as reader:
        return [list(record.values) for record in reader]


def every_type_every_codec(odps):
    for codec in CODECS[:-1]:  # PyODPS cannot end a pack in LZ4: its own buffered writer fails
        table = fresh(odps, "s_types", COLUMNS)
        session = TableTunnel(odps).create_stream_upload_session(table.name, compress_option=option(codec))
        with session.open_record_writer(compress=codec is not None) as writer:
            for row in ROWS:
                writer.write(table.new_record(row))
        same([plain(r) for r in contents(odps, "s_types")], [plain(r) for r in ROWS], f"rows by {codec}")
    odps.delete_table("s_types")


def seen_at_once(odps):
    table = fresh(odps, "s_once", "a bigint")
    session = TableTunnel(odps).create_stream_upload_session(table.name, slot_num=3)
    same(len(session.slots), 3, "slots")
    for turn in range(6):
        with session.open_record_writer() as writer:
            for i in range(100):
                writer.write(table.new_record([turn * 100 + i]))
        same(len(contents(odps, "s_once")), (turn + 1) * 100, "rows")
    with session.open_record_writer():
        pass  # nothing
    session.reload()
    same(len(session.slots), 3, "slots after a reload")
    session.abort()
    same(sorted(r[0] for r in contents(odps, "s_once")), list(range(600)), "rows that an abort leaves")
    odps.delete_table("s_once")


def partitions(odps):
    table = fresh(odps, "s_part", ("a bigint", "pt string"))
    tunnel = TableTunnel(odps)
    with refused(errors.NoSuchPartition):
        tunnel.create_stream_upload_session(table.name, partition_spec="pt=x")
    session = tunnel.create_stream_upload_session(table.name, partition_spec="pt=x", create_partition=True)
    with session.open_record_writer() as writer:
        record = session.new_record()
        record[0] = 5
        writer.write(record)
    same(contents(odps, "s_part"), [[5, "x"]], "rows")
    odps.delete_table("s_part")


def dynamic_partitions(odps):
    """The rows bring the partition columns; partitions are made."""
    table = fresh(odps, "s_dynamic", ("a bigint", "pt string, h bigint"))
    session = TableTunnel(odps).create_stream_upload_session(table.name, dynamic_partition=True)
    same([c.name for c in session.schema.columns], ["a", "pt", "h"], "columns of the session")
    for turn in range(2):
        with session.open_record_writer() as writer:
            for i in range(6):
                writer.write(session.new_record([i, f"p{i % 3}", i % 2]))
        same(len(contents(odps, "s_dynamic")), 6 * (turn + 1), "rows seen")
    same(
        sorted(contents(odps, "s_dynamic")),
        sorted([i, f"p{i % 3}", i % 2] for i in range(6) for _ in range(2)),
        "rows with their partitions",
    )
    same(len(list(table.partitions)), 6, "partitions")
    with refused(errors.ODPSError, "partition column"):
        with session.open_record_writer() as writer:
            writer.write(session.new_record([1, "p1", 1]))
            writer.write(session.new_record([2, None, 1]))
    same(len(contents(odps, "s_dynamic")), 12, "nothing of a flush that is refused")
    odps.delete_table("s_dynamic")
    plain_table = fresh(odps, "s_plain", "a bigint")
    with refused(errors.ODPSError, "not partitioned"):
        TableTunnel(odps).create_stream_upload_session(plain_table.name, dynamic_partition=True)
    odps.delete_table("s_plain")


def schema_versions(odps):
    table = fresh(odps, "s_schema", "a bigint")
    tunnel = TableTunnel(odps)
    strict = tunnel.create_stream_upload_session(table.name, allow_schema_mismatch=False)
    lenient = tunnel.create_stream_upload_session(table.name)
    odps.execute_sql("alter table s_schema add columns (b string)")
    with lenient.open_record_writer() as writer:
        writer.write(lenient.new_record([1]))
    with refused(errors.ODPSError, "version"):
        with strict.open_record_writer() as writer:
            writer.write(strict.new_record([2]))
    again = tunnel.create_stream_upload_session(table.name, allow_schema_mismatch=False)
    with again.open_record_writer() as writer:
        writer.write(again.new_record([3, "x"]))
    same(sorted(contents(odps, "s_schema")), [[1, None], [3, "x"]], "rows")
    odps.delete_table("s_schema")


run(every_type_every_codec, seen_at_once, partitions, dynamic_partitions, schema_versions)
