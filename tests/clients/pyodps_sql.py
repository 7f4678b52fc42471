"""PyODPS against SQL instances: results through the instance tunnel and inline, states, failures, stop."""

import datetime

from odps.models import Instance
from sluiceclient import errors, refused, run, same


def values(reader):
    return [list(r.values) for r in reader]


def numbers(odps, count):
    """A table with the numbers from 0."""
    odps.delete_table("s_numbers", if_exists=True)
    odps.create_table("s_numbers", "n bigint, s string")
    odps.write_table("s_numbers", [[i, f"text {i}"] for i in range(count)])


def select(odps):
    instance = odps.execute_sql("select 1 as a, 'x' as b, cast(null as bigint) as c, 1.5 as d")
    assert instance.is_terminated() and instance.is_successful()
    with instance.open_reader(tunnel=True) as reader:
        same(reader.count, 1, "rows")
        same([c.name for c in reader.schema.columns], ["a", "b", "c", "d"], "columns")
        same([values(reader)[0][i] for i in (0, 1, 2)], [1, "x", None], "the row by tunnel")
    with instance.open_reader(tunnel=False) as reader:
        row = values(reader)[0]
        same([int(row[0]), row[1], row[2]], [1, "x", None], "the row inline")
    assert instance.get_task_result().startswith('"a","b","c","d"\n1,'), instance.get_task_result()
    assert instance.get_task_statuses()
    same(instance.get_sql_query().strip().rstrip(";")[:6], "select", "the statement")
    assert instance.start_time and instance.end_time
    assert instance.get_task_progress().stages
    assert instance.get_task_summary() is not None
    assert instance.get_task_detail()
    assert instance.get_logview_address()


def many_rows(odps):
    numbers(odps, 25000)
    instance = odps.execute_sql("select n, s from s_numbers order by n")
    with instance.open_reader(tunnel=True) as reader:
        same(reader.count, 25000, "rows")
        same([r[0] for r in reader], list(range(25000)), "numbers by tunnel")
    with instance.open_reader(tunnel=True) as reader:
        same([r[0] for r in reader[24990:25000]], list(range(24990, 25000)), "a slice")
    with instance.open_reader(tunnel=True, limit=True, reopen=True) as reader:
        same(reader.count, 10000, "rows of a limited reader")
    with instance.open_reader(tunnel=False, limit=True) as reader:
        same(len(values(reader)), 10000, "rows inline")
    with instance.open_reader(tunnel=True, reopen=True, columns=["s"]) as reader:
        same(reader[3][0], "text 3", "one column")
    odps.delete_table("s_numbers")


def no_rows(odps):
    with odps.execute_sql("select 1 as a where 1 = 0").open_reader(tunnel=True) as reader:
        same((reader.count, values(reader)), (0, []), "an empty result")


def statements(odps):
    odps.delete_table("s_dml", if_exists=True)
    odps.execute_sql("create table s_dml (a bigint, s string) partitioned by (pt string) lifecycle 3")
    odps.execute_sql("alter table s_dml add if not exists partition (pt='x')")
    odps.execute_sql("insert into s_dml partition (pt='x') values (1, 'a'), (2, 'b'), (3, null)")
    odps.execute_sql("insert overwrite table s_dml partition (pt='y') select a * 10, s from s_dml where pt = 'x'")
    query = "select pt, count(*) c, sum(a) s from s_dml where pt in ('x', 'y') group by pt order by pt"
    with odps.execute_sql(query).open_reader(tunnel=True) as reader:
        same(values(reader), [["x", 3, 6], ["y", 3, 60]], "sums")
    # What is no SELECT has no rows: PyODPS turns from the tunnel to the text by itself.
    with odps.execute_sql("desc s_dml").open_reader() as reader:
        assert "Native Columns" in reader.raw and "bigint" in reader.raw.lower(), reader.raw
    with odps.execute_sql("show partitions s_dml").open_reader() as reader:
        same(sorted(reader.raw.split()), ["pt=x", "pt=y"], "partitions")
    with odps.execute_sql("show tables").open_reader() as reader:
        assert "s_dml" in reader.raw, reader.raw
    odps.execute_sql("alter table s_dml drop if exists partition (pt='x')")
    odps.execute_sql("drop table if exists s_dml")
    assert not odps.exist_table("s_dml")


def hard_text(odps):
    odps.delete_table("s_text", if_exists=True)
    table = odps.create_table("s_text", "s string, d datetime, a array<string>")
    rows = [
        ['a "quoted", text\nof two\rlines', datetime.datetime(2024, 1, 2, 3, 4, 5, 678000), ["x,y", None]],
        ["<tag>&amp; \x01 control", None, []],
        ["", datetime.datetime(1970, 1, 1), None],
    ]
    odps.write_table("s_text", rows)
    instance = odps.execute_sql("select * from s_text")
    with instance.open_reader(tunnel=True) as reader:
        same([r[0] for r in reader], [r[0] for r in rows], "texts by tunnel")
    text = instance.get_task_result()
    assert '"a ""quoted"", text\nof two\rlines"' in text and "\x01 control" in text, text
    table.drop()


def failures(odps):
    with refused(errors.NoSuchTable, "ODPS-0130131", "s_absent"):
        odps.execute_sql("select * from s_absent")
    with refused(errors.ParseError, "ODPS-0130161"):
        odps.execute_sql("selec 1")
    with refused(errors.ODPSError):
        odps.execute_sql("create table s_bad (a nonsense)")
    instance = odps.run_sql("select * from s_absent")
    instance.wait_for_completion(interval=0.1)
    assert instance.is_terminated() and not instance.is_successful()
    same([t.status.name for t in instance.get_task_statuses().values()], ["FAILED"], "task status")


def stopping(odps):
    numbers(odps, 20000)
    instance = odps.run_sql(
        "select count(*) from s_numbers a join s_numbers b on a.n <> b.n join s_numbers c on b.n <> c.n where a.s < c.s"
    )
    instance.stop()
    instance.wait_for_completion(interval=0.1)
    assert instance.is_terminated() and not instance.is_successful()
    with refused(errors.InvalidStateSetting):
        instance.stop()
    with refused(errors.NoSuchObject):
        odps.get_instance("20240101000000000gabsent").reload()
    odps.delete_table("s_numbers")


def listing(odps):
    instance = odps.execute_sql("select 42")
    assert odps.exist_instance(instance.id)
    assert not odps.exist_instance("20240101000000000gabsent")
    assert instance.id in [i.id for i in odps.list_instances(status=Instance.Status.TERMINATED)]


def hints(odps):
    query = "select cast(cast('2024-01-01 00:00:00' as datetime) as string) as t"
    with odps.execute_sql(query, hints={"odps.sql.timezone": "Asia/Shanghai"}).open_reader(tunnel=True) as reader:
        same(values(reader), [["2024-01-01 00:00:00"]], "a time as text")


run(select, many_rows, no_rows, statements, hard_text, failures, stopping, listing, hints)
