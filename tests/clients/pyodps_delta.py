"""PyODPS against Delta tables: created, upserted, deleted from, partly updated, read by SQL and the instance tunnel."""

from odps.tunnel import TableTunnel
from odps.tunnel.tabletunnel import TableUpsertSession
from sluiceclient import errors, refused, run, same
from tunnelrows import CODECS, option

PROPERTIES = {"write.bucket.num": "8", "acid.partial.fields.update.enable": "true"}


def keyed(odps, name, columns="id bigint not null, a bigint, b string", **others):
    odps.delete_table(name, if_exists=True)
    return odps.create_table(
        name, columns, transactional=True, primary_key=["id"], table_properties=PROPERTIES, **others
    )


def rows(odps, name, where=""):
    with odps.execute_sql(f"select * from {name} {where} order by id limit 100000").open_reader(tunnel=True) as reader:
        return [list(record.values) for record in reader]


def begin(table, **options):
    return TableTunnel(table.odps).create_upsert_session(table.name, **options)


def metadata(odps):
    table = keyed(odps, "d_meta")
    table.reload_extend_info()
    assert table.is_transactional
    same(table.primary_key, ["id"], "primary key")
    same(table.cluster_info.bucket_num, 8, "buckets")
    same(table.cluster_info.cluster_cols, ["id"], "cluster columns")
    with refused(errors.ODPSError, "NOT NULL"):
        odps.create_table("d_bad", "id bigint", transactional=True, primary_key=["id"])
    with refused(errors.ODPSError, "transactional"):
        odps.create_table("d_bad", "id bigint not null", primary_key=["id"])
    odps.delete_table("d_meta")


def upsert_and_delete(odps):
    table = keyed(odps, "d_up")
    for codec in CODECS:
        table.truncate()
        session = begin(table, compress_option=option(codec))
        same(sorted(session.buckets), list(range(8)), "buckets of a session")
        stream = session.open_upsert_stream(compress=codec is not None)
        for i in range(500):
            stream.upsert(session.new_record([i, i, "first"]))
        for i in range(0, 500, 2):
            stream.upsert(session.new_record([i, -i, "第二"]))
        for i in range(0, 500, 5):
            stream.delete(session.new_record([i, None, None]))
        stream.delete(session.new_record([10**9, None, None]))  # was never there
        stream.close()
        same(rows(odps, table.name), [], "rows before the commit")
        session.commit()
        wanted = [[i, -i, "第二"] if i % 2 == 0 else [i, i, "first"] for i in range(500) if i % 5 != 0]
        same(rows(odps, table.name), wanted, f"rows after the commit, {codec}")
    same(session.status, TableUpsertSession.Status.Committed, "status")
    odps.delete_table("d_up")


def keys_of_every_type(odps):
    """Rows may land in any bucket: a key is the same key whichever way it is hashed."""
    table = keyed(odps, "d_keys", "id string not null, n int not null, v string")
    odps.delete_table("d_keys")
    table = odps.create_table("d_keys", "id string not null, n int not null, d decimal(18,2) not null, v string",
                              transactional=True, primary_key=["n", "id", "d"])
    for turn in ("old", "new"):
        session = begin(table)
        stream = session.open_upsert_stream()
        for key in ("", "hello", "阿里巴巴云计算", "x" * 1000):
            for n in (0, -1, 2**31 - 1):
                stream.upsert(session.new_record([key, n, "1.50", turn]))
        stream.close()
        session.commit()
    got = rows(odps, "d_keys")
    same(len(got), 12, "keys")
    same({r[3] for r in got}, {"new"}, "values")
    odps.delete_table("d_keys")


def partial_update(odps):
    table = keyed(odps, "d_part")
    odps.execute_sql("insert into d_part values (1, 1, '2')")
    for record, wanted in (
        ([1, 5, None], [[1, 5, "2"]]),
        ([1, None, None], [[1, 5, "2"]]),
        ([2, 7, None], [[1, 5, "2"], [2, 7, None]]),
    ):
        session = begin(table)
        assert session.support_partial_update
        stream = session.open_upsert_stream()
        written = session.new_record(record)
        stream.upsert(written)  # makes the record; what it writes is named below
        for bucket, writer in stream._bucket_writers.items():
            if writer.count:
                stream._build_bucket_writer(bucket)
                written[session.UPSERT_VALUE_COLS_KEY] = [2]
                stream._bucket_writers[bucket].write(written)
                break
        stream.close()
        session.commit()
        same(rows(odps, "d_part"), wanted, f"after {record}")
    odps.delete_table("d_part")


def aborted(odps):
    table = keyed(odps, "d_abort")
    session = begin(table)
    stream = session.open_upsert_stream()
    stream.upsert(session.new_record([1, 1, "x"]))
    stream.close()
    session.abort()
    session.reload()
    same(session.status, TableUpsertSession.Status.Aborted, "status")
    with refused(errors.ODPSError, "aborted"):
        session.commit()
    same(rows(odps, "d_abort"), [], "rows")
    odps.delete_table("d_abort")


def two_sessions(odps):
    """The later commit wins, whichever session began first."""
    table = keyed(odps, "d_two", ("id bigint not null, a bigint, b string", "pt string"))
    table.create_partition("pt=x")
    table.create_partition("pt=y")
    first, second = (begin(table, partition_spec="pt=x", slot_num=3) for _ in range(2))
    other = begin(table, partition_spec="pt=y")
    for session, name in ((first, "first"), (second, "second"), (other, "other")):
        stream = session.open_upsert_stream()
        for i in range(20):
            stream.upsert(session.new_record([i, i, name]))
        stream.close()
    second.commit()
    same({r[2] for r in rows(odps, "d_two", "where pt = 'x'")}, {"second"}, "after the first commit")
    first.commit()
    same({r[2] for r in rows(odps, "d_two", "where pt = 'x'")}, {"first"}, "after the second commit")
    other.commit()
    same(len(rows(odps, "d_two")), 40, "rows in both partitions")
    with refused(errors.NoSuchPartition):
        begin(table, partition_spec="pt=absent")
    odps.delete_table("d_two")


def other_ways(odps):
    """What upserts wrote, UPDATE and DELETE change; the tunnel and open_reader show it as SQL does."""
    table = keyed(odps, "d_other")
    odps.execute_sql("insert into d_other values (1, 1, 'a'), (2, 2, 'b'), (1, 9, 'c')")
    session = begin(table)
    stream = session.open_upsert_stream()
    stream.upsert(session.new_record([3, 3, "d"]))
    stream.delete(session.new_record([2, None, None]))
    stream.close()
    session.commit()
    with table.open_reader() as reader:
        same(sorted(list(r.values) for r in reader), [[1, 9, "c"], [3, 3, "d"]], "rows")
    odps.execute_sql("update d_other set b = concat(b, '!') where id = 3")
    odps.execute_sql("delete from d_other where id = 1")
    same(rows(odps, "d_other"), [[3, 3, "d!"]], "rows after UPDATE and DELETE")
    download = TableTunnel(odps).create_download_session("d_other")
    with download.open_record_reader(0, download.count) as reader:
        same([list(r.values) for r in reader], [[3, 3, "d!"]], "rows by the tunnel")
    with refused(errors.ODPSError, "transactional table"):
        odps.delete_table("d_plain", if_exists=True)
        odps.create_table("d_plain", "id bigint")
        odps.execute_sql("delete from d_plain")
    odps.delete_table("d_other")
    odps.delete_table("d_plain")


def refused_sessions(odps):
    odps.delete_table("d_plain", if_exists=True)
    odps.create_table("d_plain", "id bigint")
    with refused(errors.ODPSError, "primary key"):
        TableTunnel(odps).create_upsert_session("d_plain")
    table = keyed(odps, "d_gone")
    with refused(errors.ODPSError, "session"):
        begin(table, upsert_id="nonsense")
    odps.delete_table("d_plain")
    odps.delete_table("d_gone")


def merge(odps):
    table = keyed(odps, "d_merge")
    columns = [c.name for c in table.table_schema.simple_columns]
    odps.execute_sql(f"insert into d_merge ({columns[0]}) values (1), (2)")
    odps.execute_sql(
        f"merge into d_merge as t using (values (2), (3)) as s(k) on t.{columns[0]} = s.k "
        f"when matched then delete when not matched then insert ({columns[0]}) values (s.k)"
    )
    with odps.execute_sql(f"select {columns[0]} from d_merge order by {columns[0]} limit 9").open_reader() as reader:
        same([r[0] for r in reader], [1, 3], "keys after a merge")
    odps.delete_table("d_merge")


run(metadata, upsert_and_delete, keys_of_every_type, partial_update, aborted, two_sessions, other_ways,
    merge, refused_sessions)
