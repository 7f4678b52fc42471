"""PyODPS against the Arrow tunnel: batches of every type by every codec, mixed with records, whole or in parts."""

import pyarrow as pa
from odps.tunnel import TableTunnel
from odps.tunnel.io.types import odps_schema_to_arrow_schema
from sluiceclient import errors, options, refused, run, same
from tunnelrows import CODECS, COLUMNS, ROWS, fresh, option, plain

options.local_timezone = False  # times are what they are in UTC
JSON_AT = 17  # PyODPS has no Arrow type for JSON
TYPES = COLUMNS.replace(" j json,", "")
VALUES = [row[:JSON_AT] + row[JSON_AT + 1 :] for row in ROWS]


def arrowed(value, kind):
    """A value as pyarrow takes it."""
    if value is None:
        return None
    if pa.types.is_map(kind):
        return [(k, arrowed(v, kind.item_type)) for k, v in value.items()]
    if pa.types.is_list(kind):
        return [arrowed(v, kind.value_type) for v in value]
    if pa.types.is_struct(kind):
        return {kind[i].name: arrowed(v, kind[i].type) for i, v in enumerate(value)}
    return value


def batch_of(table, rows):
    schema = odps_schema_to_arrow_schema(table.table_schema)
    columns = [[arrowed(row[i], field.type) for row in rows] for i, field in enumerate(schema)]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema)], schema=schema)


def upload(table, codec, *batches):
    session = TableTunnel(table.odps).create_upload_session(table.name, compress_option=option(codec))
    with session.open_arrow_writer(0, compress=codec is not None) as writer:
        for batch in batches:
            writer.write(batch)
    session.commit([0])


def download(table, codec, start=0, count=None, columns=None):
    session = TableTunnel(table.odps).create_download_session(table.name, compress_option=option(codec))
    count = session.count - start if count is None else count
    with session.open_arrow_reader(start, count, compress=codec is not None, columns=columns) as reader:
        return reader.read()


def equal(seen, wanted, what):
    if not seen.equals(wanted):
        raise AssertionError(f"{what}: saw {seen.to_pylist()!r}, wanted {wanted.to_pylist()!r}"[:4000])


def every_type_every_codec(odps):
    for codec in CODECS:
        table = fresh(odps, "a_types", TYPES)
        wanted = batch_of(table, VALUES)
        upload(table, codec, wanted)
        for reading in (None, codec):
            equal(download(table, reading), wanted, f"{codec} read by {reading}")
        with TableTunnel(odps).create_download_session(table.name).open_record_reader(0, len(VALUES)) as reader:
            same([plain(list(r.values)) for r in reader], [plain(r) for r in VALUES], f"{codec} read as records")
    odps.delete_table("a_types")


def records_read_as_arrow(odps):
    table = fresh(odps, "a_records", TYPES)
    session = TableTunnel(odps).create_upload_session(table.name)
    with session.open_record_writer(0) as writer:
        for row in VALUES:
            writer.write(table.new_record(row))
    session.commit([0])
    for codec in CODECS:
        equal(download(table, codec), batch_of(table, VALUES), f"records read by {codec}")
    odps.delete_table("a_records")


def many_rows(odps):
    table = fresh(odps, "a_many", "a bigint, s string, d double, b boolean, l array<bigint>")
    count = 50000
    wanted = batch_of(table, [[i, f"row {i}" * (i % 5), i / 7, i % 3 == 0, [i] * (i % 4)] for i in range(count)])
    for codec in CODECS:
        table.truncate()
        upload(table, codec, wanted, *wanted.slice(0, 9999).to_batches(1000))
        seen = download(table, codec)
        equal(seen.slice(0, count).combine_chunks(), wanted, f"{count} rows by {codec}")
        equal(seen.slice(count).combine_chunks(), wanted.slice(0, 9999).combine_chunks(), f"small batches by {codec}")
    odps.delete_table("a_many")


def ranges_and_columns(odps):
    table = fresh(odps, "a_range", "a bigint, b string, c double, d bigint")
    wanted = batch_of(table, [[i, str(i), i / 2, -i] for i in range(10000)])
    upload(table, None, wanted)
    equal(download(table, None, 9990), wanted.slice(9990), "the last rows")
    equal(download(table, None, 4000, 3000), wanted.slice(4000, 3000), "a range")
    for columns in (["b", "d"], ["d", "a"], ["c"]):  # PyODPS expects them in the table's order, whatever it asks
        seen = download(table, None, 5, 3, columns)
        equal(seen.select(columns), wanted.select(columns).slice(5, 3), f"columns {columns}")
    odps.delete_table("a_range")


def nothing(odps):
    table = fresh(odps, "a_empty", "a bigint, s string")
    tunnel = TableTunnel(odps)
    url = tunnel.tunnel_rest.endpoint + f"/projects/{odps.project}/tables/{table.name}"
    session = tunnel.create_upload_session(table.name)
    with session.open_arrow_writer(0):
        pass
    tunnel.tunnel_rest.put(url, data=b"", params={"uploadid": session.id, "blockid": 1, "arrow": ""})
    tunnel.tunnel_rest.put(url, data=bytes.fromhex("0001000000000000"),
                           params={"uploadid": session.id, "blockid": 2, "arrow": ""})  # fmt: skip
    session.commit([0, 1, 2])
    session = tunnel.create_download_session(table.name)
    same(session.count, 0, "rows of empty blocks")
    answer = tunnel.tunnel_rest.get(url, params={"data": "", "arrow": "", "downloadid": session.id,
                                                 "rowrange": "(0,0)"})  # fmt: skip
    same(answer.content.hex(), "0001000000000000", "an empty download")
    odps.delete_table("a_empty")


def broken(odps):
    table = fresh(odps, "a_broken", "a bigint")
    tunnel = TableTunnel(odps)
    session = tunnel.create_upload_session(table.name)
    url = tunnel.tunnel_rest.endpoint + f"/projects/{odps.project}/tables/{table.name}"
    params = {"uploadid": session.id, "blockid": 0, "arrow": ""}
    for body in ("00010000", "0001000000000001", "00010000ffffffff", "08028"):
        with refused(errors.ODPSError, "Arrow"):
            tunnel.tunnel_rest.put(url, data=bytes.fromhex(body.ljust(8, "0")), params=params)
    same(list(session.get_block_list()), [], "blocks after broken uploads")
    odps.delete_table("a_broken")


def partition_by_table(odps):
    odps.delete_table("a_part", if_exists=True)
    table = odps.create_table("a_part", ("a bigint, s string", "pt string"))
    rows = pa.table({"a": [1, 2, 3], "s": ["x", None, "z"]})
    with table.open_writer(partition="pt=x", create_partition=True, arrow=True) as writer:
        writer.write(rows)
    with table.open_reader(partition="pt=x", arrow=True) as reader:
        same(reader.to_pandas()["a"].tolist(), [1, 2, 3], "rows of the partition")
    session = TableTunnel(odps).create_upload_session(table.name, partition_spec="pt=x")
    with session.open_arrow_writer() as writer:  # buffered: it numbers and sends its blocks itself
        writer.write(rows.to_pandas())
    session.commit(writer.get_blocks_written())
    same(TableTunnel(odps).create_download_session(table.name, partition_spec="pt=x").count, 6, "rows after a second")
    odps.delete_table("a_part")


run(every_type_every_codec, records_read_as_arrow, many_rows, ranges_and_columns, nothing, broken, partition_by_table)
