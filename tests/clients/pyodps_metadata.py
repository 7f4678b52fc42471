"""PyODPS against schemas, views, previews, instances and their results as Arrow."""

import time

from odps.tunnel import InstanceTunnel
from sluiceclient import errors, options, refused, run, same

options.local_timezone = False  # times are what they are in UTC


def schemas(odps):
    same(odps.exist_schema("s_one"), False, "a schema that is not there")
    odps.create_schema("s_one")
    assert odps.exist_schema("s_one")
    assert {"default", "s_one"} <= {s.name for s in odps.list_schemas()}
    one = odps.get_schema("s_one")
    one.reload()
    assert one.owner and one.creation_time
    odps.create_table("t_inside", "a bigint", schema="s_one")
    assert odps.exist_table("t_inside", schema="s_one") and not odps.exist_table("t_inside")
    odps.write_table("t_inside", [[1], [2]], schema="s_one")
    with odps.get_table("t_inside", schema="s_one").open_reader() as reader:
        same([r[0] for r in reader], [1, 2], "rows of a table in a schema")
    same([list(r.values) for r in odps.get_table("t_inside", schema="s_one").head(1)], [[1]], "its first row")
    with refused(errors.ODPSError):
        odps.delete_schema("s_one")  # not empty
    odps.delete_table("t_inside", schema="s_one")
    odps.delete_schema("s_one")
    same(odps.exist_schema("s_one"), False, "a schema that was dropped")
    with refused(errors.ODPSError):
        odps.delete_schema("s_one")


def views(odps):
    odps.delete_table("m_base", if_exists=True)
    base = odps.create_table("m_base", "a bigint, s string")
    odps.write_table("m_base", [[1, "x"], [2, "y"]])
    odps.execute_sql("create view m_view (k comment 'key', s) comment 'some' as select a, s from m_base where a > 1")
    view = odps.get_table("m_view")
    view.reload()
    assert view.is_virtual_view and not base.is_virtual_view
    same(view.type.name, "VIRTUAL_VIEW", "kind of a view")
    same(view.view_text, "select a, s from m_base where a > 1", "the view's query")
    same([(c.name, c.comment) for c in view.table_schema.columns], [("k", "key"), ("s", "")], "columns of a view")
    with odps.execute_sql("select * from m_view").open_reader() as reader:
        same([list(r.values) for r in reader], [[2, "y"]], "rows of a view")
    same([t.name for t in odps.list_tables(prefix="m_", type="virtual_view")], ["m_view"], "views in the list")
    same([t.name for t in odps.list_tables(prefix="m_", type="managed_table")], ["m_base"], "tables in the list")
    with refused(errors.ODPSError, "view"):
        odps.write_table("m_view", [[3, "z"]])
    odps.execute_sql("drop view m_view")
    odps.delete_table("m_base")


def previews(odps):
    odps.delete_table("m_head", if_exists=True)
    table = odps.create_table("m_head", ("a bigint, t timestamp, d datetime, s string", "pt string"))
    odps.execute_sql("insert into m_head partition (pt='x') values (1, cast('2020-01-02 03:04:05.123456789' as "
                     "timestamp), cast('1969-12-31 23:59:59' as datetime), 'text'), (2, null, null, null)")  # fmt: skip
    rows = [list(r.values) for r in table.head(5, partition="pt=x", use_legacy=False)]
    same(len(rows), 2, "rows of a preview")
    same(rows[0][0], 1, "a number")
    same(str(rows[0][1]).rstrip("0"), "2020-01-02 03:04:05.123456789", "a timestamp")
    same((rows[0][2].year, rows[0][3]), (1969, "text"), "other values")
    assert all(value is None or str(value) == "NaT" for value in rows[1][1:4]), rows[1]
    same([list(r.values) for r in table.head(1, partition="pt=x", columns=["s"], use_legacy=False)][0][-1], "text",
         "a column")  # fmt: skip
    same([r["a"] for r in table.head(2, partition="pt=x", use_legacy=True)], [1, 2], "by CSV")
    odps.delete_table("m_head")


def arrow_results(odps):
    sql = ("select cast(1 as bigint) as a, cast('2020-01-02 03:04:05.123456789' as timestamp) as t, "
           "cast('1969-12-31 23:59:59.5' as timestamp_ntz) as n, 'x' as s, cast(null as timestamp) as z, "
           "array(1, 2) as l, cast('1.50' as decimal(10,2)) as m")  # fmt: skip
    instance = odps.execute_sql(sql)
    with instance.open_reader(tunnel=True, arrow=True) as reader:
        frame = reader.read_all()
    row = frame.to_pylist()[0]
    same((row["a"], row["s"], row["l"], str(row["m"])), (1, "x", [1, 2], "1.50"), "an Arrow row")
    assert row["z"] is None or str(row["z"]) == "NaT", row["z"]
    same([str(row[c]) for c in "tn"], ["2020-01-02 03:04:05.123456789", "1969-12-31 23:59:59.500000"], "its times")
    session = InstanceTunnel(odps).create_download_session(instance)
    with session.open_arrow_reader(0, 1, columns=["s", "a"]) as reader:
        same(sorted(reader.read().to_pylist()[0].items()), [("a", 1), ("s", "x")], "chosen columns")
    big = odps.execute_sql("select i, concat('row ', i) as s from (select sequence(1, 20000) as q) x "
                           "lateral view explode(q) v as i")  # fmt: skip
    for codec in ("zlib", "zstd", "lz4"):
        session = InstanceTunnel(odps).create_download_session(big, compress_algo=codec)
        same(session.count, 20000, "rows of a large result")
        with session.open_arrow_reader(15000, 5000, compress=True) as reader:
            table = reader.read()
        same(table.column(0).to_pylist(), list(range(15001, 20001)), f"a range by {codec}")
    limited = InstanceTunnel(odps).create_download_session(big, limit=True)
    same(limited.count, 10000, "rows of a limited session")
    assert len(big.open_reader(tunnel=True, arrow=True).to_pandas()) == 20000


def instances(odps):
    done = odps.execute_sql("select 1")
    with refused(errors.InvalidStateSetting):
        done.stop()
    assert done.is_successful() and done.get_task_summary() is not None
    same(done.get_task_progress(done.get_task_names()[0]).stages[0].finished_percentage, 100, "progress")
    assert "select 1" in done.get_sql_query()
    odps.execute_sql("create table if not exists m_slow as select i from (select sequence(1, 1500) as q) x "
                     "lateral view explode(q) v as i")  # fmt: skip
    running = odps.run_sql("select count(*) from m_slow a join m_slow b on a.i <> b.i join m_slow c on b.i <> c.i "
                           "join m_slow d on c.i <> d.i where a.i < d.i")  # fmt: skip
    while not running.get_task_statuses():
        time.sleep(0.05)
    assert running.id in [i.id for i in odps.list_instances(only_owner=True)]
    running.stop()
    running.wait_for_completion()
    assert not running.is_successful()
    same([t.status.value.lower() for t in running.get_task_statuses().values()], ["cancelled"], "a stopped task")
    odps.delete_table("m_slow")
    with refused(errors.NoSuchObject):
        odps.get_instance("20200101000000000gabcdefgh").reload()


def explain(odps):
    reader = odps.execute_sql("explain select 1 as a").open_reader(tunnel=False)
    assert "a (int)" in reader.raw
    reader = odps.execute_sql("explain output select 1 as a", hints={"odps.sql.select.output.format": "json"})
    assert '{"columns":[{"name":"a","type":"INT"}]}' in reader.open_reader(tunnel=False).raw


def what_is_never_there(odps):
    same(list(odps.list_functions()), [], "functions")
    same(list(odps.list_resources()), [], "resources")
    same(list(odps.list_volumes()), [], "volumes")
    same((odps.exist_function("f"), odps.exist_resource("r.py")), (False, False), "one of them")
    with refused(errors.ODPSError):
        odps.create_resource("r.txt", "file", file_obj="text")


def account(odps):
    same(len(list(odps.list_users())), 1, "users")
    same(list(odps.list_roles()), [], "roles")
    assert "default" in [q.nickname for q in odps.list_quotas()]
    same(list(odps.list_instance_queueing_infos()), [], "statements that wait")
    odps.execute_sql("create table if not exists m_cost as select 1 as a")
    cost = odps.execute_sql_cost("select * from m_cost")
    same((int(cost.udf_num), int(cost.input_size) > 0), (0, True), "cost of a statement")
    odps.delete_table("m_cost")


def partitions(odps):
    odps.delete_table("m_parts", if_exists=True)
    table = odps.create_table("m_parts", ("a bigint", "ds string, hh bigint"))
    odps.execute_sql("alter table m_parts add " + " ".join(f"partition (ds='d', hh={h})" for h in range(2500)))
    same(sum(1 for _ in table.iterate_partitions()), 2500, "partitions of several pages")
    same([p.partition_spec["hh"] for p in table.iterate_partitions("ds>='d',hh=7")], ["7"], "those of a condition")
    same(next(table.iterate_partitions(reverse=True)).partition_spec["hh"], "999", "the greatest")
    before = table.get_partition("ds=d,hh=1").last_data_modified_time
    table.touch(partition_spec="ds=d,hh=1")
    assert table.get_partition("ds=d,hh=1").last_data_modified_time >= before
    table.get_partition("ds=d,hh=1").change_partition_spec("ds=e,hh=1")
    assert table.exist_partition("ds=e,hh=1") and not table.exist_partition("ds=d,hh=1")
    odps.delete_table("m_parts")


run(schemas, views, previews, arrow_results, instances, explain, what_is_never_there, account, partitions)
