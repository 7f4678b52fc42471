"""PyODPS against the batch tunnel: what it writes it reads back, compressed or not, whole or in parts."""

import threading

from odps.tunnel import TableTunnel
from odps.tunnel.errors import TunnelError
from sluiceclient import errors, refused, run, same
from tunnelrows import CODECS, COLUMNS, ROWS, fresh, option, plain


def upload(table, codec, rows, block=0):
    session = TableTunnel(table.odps).create_upload_session(table.name, compress_option=option(codec))
    with session.open_record_writer(block, compress=codec is not None) as writer:
        for row in rows:
            writer.write(table.new_record(row))
    session.commit([block])


def download(table, codec, start=0, count=None, columns=None):
    session = TableTunnel(table.odps).create_download_session(table.name, compress_option=option(codec))
    count = session.count - start if count is None else count
    with session.open_record_reader(start, count, compress=codec is not None, columns=columns) as reader:
        return [list(record.values) for record in reader]


def every_type_every_codec(odps):
    for codec in CODECS:
        table = fresh(odps, "u_types", COLUMNS)
        upload(table, codec, ROWS)
        for reading in (None, codec):
            same([plain(r) for r in download(table, reading)], [plain(r) for r in ROWS], f"{codec} read by {reading}")
    odps.delete_table("u_types")


def many_rows(odps):
    table = fresh(odps, "u_many", "a bigint, s string, d double")
    wanted = [[i, f"row {i}" * (i % 5), i / 7] for i in range(30000)]
    for codec in CODECS:
        table.truncate()
        upload(table, codec, wanted)
        same(download(table, codec), wanted, f"30,000 rows by {codec}")
    odps.delete_table("u_many")


def ranges_and_columns(odps):
    table = fresh(odps, "u_range", "a bigint, b string, c double, d bigint")
    wanted = [[i, str(i), i / 2, -i] for i in range(10000)]
    upload(table, None, wanted)
    same(download(table, None, 9990), wanted[9990:], "the last rows")
    same(download(table, None, 4000, 3000), wanted[4000:7000], "a range")
    same(download(table, None, 9999, 50), wanted[9999:], "a range past the end")
    same(download(table, None, 0, 0), [], "no rows")
    same([r[:2] for r in download(table, None, 5, 3, ["b", "d"])], [[str(i), -i] for i in range(5, 8)], "two columns")
    same([r[:2] for r in download(table, None, 5, 3, ["d", "a"])], [[-i, i] for i in range(5, 8)], "columns reordered")
    odps.delete_table("u_range")


def blocks(odps):
    table = fresh(odps, "u_blocks", "a bigint, s string")
    tunnel = TableTunnel(odps)
    session = tunnel.create_upload_session(table.name)

    def put(block):
        with session.open_record_writer(block) as writer:
            for i in range(1000):
                writer.write(table.new_record([block * 1000 + i, "x"]))

    threads = [threading.Thread(target=put, args=(b,)) for b in (0, 1, 5, 19999)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(sorted(b.block_id if hasattr(b, "block_id") else b for b in session.get_block_list()), [0, 1, 5, 19999],
         "blocks")
    with session.open_record_writer(5) as writer:  # the same block again: replaces it
        writer.write(table.new_record([-1, "again"]))
    same(tunnel.create_download_session(table.name).count, 0, "rows before the commit")
    session.commit([0, 1, 5, 19999])
    got = download(table, None)
    same(len(got), 3001, "rows after the commit")
    same(sorted({r[0] // 1000 for r in got}), [-1, 0, 1, 19999], "blocks seen")
    with refused(TunnelError):  # the client compares its list with the server's
        again = tunnel.create_upload_session(table.name)
        with again.open_record_writer(0) as writer:
            writer.write(table.new_record([1, "x"]))
        again.commit([0, 1])
    for _ in range(2):  # committed again: the same success, no row twice
        tunnel.tunnel_rest.post(tunnel.tunnel_rest.endpoint + f"/projects/{odps.project}/tables/{table.name}",
                                params={"uploadid": session.id})
    same(tunnel.create_download_session(table.name).count, 3001, "rows after more commits")
    odps.delete_table("u_blocks")


def unfinished(odps):
    table = fresh(odps, "u_half", "a bigint")
    tunnel = TableTunnel(odps)
    session = tunnel.create_upload_session(table.name)
    url = tunnel.tunnel_rest.endpoint + f"/projects/{odps.project}/tables/{table.name}"
    params = {"uploadid": session.id, "blockid": 0}
    with refused(errors.ODPSError):
        tunnel.tunnel_rest.put(url, data=b"\x08\x02\x80\xc0\xff\x7f", params=params)
    with refused(errors.ODPSError):
        tunnel.tunnel_rest.put(url, data=b"", params=params)
    same(list(session.get_block_list()), [], "blocks after broken uploads")
    with refused(errors.ODPSError, "block"):
        tunnel.tunnel_rest.put(url, data=b"", params={"uploadid": session.id, "blockid": 20000})
    odps.delete_table("u_half")


def overwrite(odps):
    table = fresh(odps, "u_over", ("a bigint", "pt string"))
    tunnel = TableTunnel(odps)
    for rows, over in (([1, 2], False), ([3], False), ([9], True), ([], True)):
        session = tunnel.create_upload_session(table.name, partition_spec="pt=x", create_partition=True, overwrite=over)
        with session.open_record_writer(0) as writer:
            for row in rows:
                record = session.new_record()
                record[0] = row
                writer.write(record)
        session.commit([0])
        with table.open_reader(partition="pt=x") as reader:
            seen = sorted(r[0] for r in reader)
        if over:
            same(seen, rows, "rows after an overwrite")
    odps.delete_table("u_over")


def sessions_refuse(odps):
    table = fresh(odps, "u_refuse", ("a bigint", "pt string"))
    tunnel = TableTunnel(odps)
    with refused(errors.ODPSError, "partition"):
        tunnel.create_upload_session(table.name)
    with refused(errors.NoSuchPartition):
        tunnel.create_upload_session(table.name, partition_spec="pt=absent")
    with refused(errors.NoSuchPartition):
        tunnel.create_download_session(table.name, partition_spec="pt=absent")
    with refused(errors.NoSuchTable, "u_absent"):
        tunnel.create_upload_session("u_absent")
    with refused(errors.ODPSError, "upload"):
        tunnel.create_upload_session(table.name, upload_id="nonsense", partition_spec="pt=x")
    with refused(errors.ODPSError, "download"):
        tunnel.create_download_session(table.name, download_id="nonsense", partition_spec="pt=x")
    odps.delete_table("u_refuse")


def modified(odps):
    table = fresh(odps, "u_mod", "a bigint")
    upload(table, None, [[1], [2]])
    session = TableTunnel(odps).create_download_session(table.name)
    odps.execute_sql("insert overwrite table u_mod select 7")
    with refused(errors.ODPSError, "modified"):
        with session.open_record_reader(0, 2) as reader:
            list(reader)
    same(download(table, None), [[7]], "rows of a new session")
    odps.delete_table("u_mod")


def write_table(odps):
    odps.delete_table("u_write", if_exists=True)
    odps.create_table("u_write", ("a bigint, s string", "pt string"))
    odps.write_table("u_write", [[1, "a"], [2, None]], partition="pt=x", create_partition=True)
    odps.write_table("u_write", [[3, "c"]], partition="pt=x")
    same(sorted(r[0] for r in odps.read_table("u_write", partition="pt=x")), [1, 2, 3], "rows appended")
    odps.delete_table("u_write")


run(every_type_every_codec, many_rows, ranges_and_columns, blocks, unfinished, overwrite, sessions_refuse, modified,
    write_table)
