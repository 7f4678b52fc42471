"""PyODPS against the metadata of tables and partitions."""

from datetime import datetime
from xml.etree import ElementTree

from odps.models.cluster_info import ClusterInfo, ClusterSortCol, ClusterSortOrder, ClusterType
from sluiceclient import connect, errors, refused, run, same

ALL_TYPES = [
    "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(18,4)", "decimal(38,18)",
    "string", "char(10)", "varchar(100)", "binary", "date", "datetime", "timestamp", "timestamp_ntz", "json",
    "array<bigint>", "map<string,double>", "struct<a:bigint,b:string>", "array<struct<x:int,y:map<string,date>>>",
]  # fmt: skip


def project(odps):
    assert odps.exist_project(odps.project)
    found = odps.get_project()
    same(found.name, odps.project, "project name")
    assert found.owner and found.creation_time
    assert odps.project in [p.name for p in odps.list_projects()]
    assert not odps.exist_project("no_such_project")


def every_type(odps):
    odps.delete_table("t_types", if_exists=True)
    columns = ", ".join(f"c{i} {t}" for i, t in enumerate(ALL_TYPES))
    table = odps.create_table("t_types", columns, lifecycle=7, comment="every type")
    table.reload()
    types = [str(c.type).replace(" ", "").replace("`", "").lower() for c in table.table_schema.simple_columns]
    same(types, ALL_TYPES, "types")
    same(table.comment, "every type", "comment")
    same(table.lifecycle, 7, "lifecycle")
    assert table.creation_time and table.last_data_modified_time
    assert not table.is_transactional
    odps.delete_table("t_types")
    assert not odps.exist_table("t_types")


def existence(odps):
    assert not odps.exist_table("t_absent")
    with refused(errors.NoSuchObject, "t_absent"):
        odps.get_table("t_absent").reload()
    odps.create_table("T_Case", "A bigint", if_not_exists=True)
    assert odps.exist_table("t_case")
    same(odps.get_table("t_CASE").table_schema.columns[0].name, "a", "column name in lower case")
    with refused(errors.ODPSError, "t_case"):
        odps.create_table("t_case", "a bigint")
    odps.create_table("t_case", "a bigint", if_not_exists=True)
    odps.delete_table("t_case")
    odps.delete_table("t_case", if_exists=True)


def listing(odps):
    names = [f"t_list_{i:02d}" for i in range(25)]
    for name in names:
        odps.create_table(name, "a bigint", if_not_exists=True)
    same([t.name for t in odps.list_tables(prefix="t_list_")], names, "tables by prefix")
    # In pages of ten: the marker leads from one to the next.
    seen, marker = [], None
    while True:
        params = {"expectmarker": "true", "maxitems": 10, "name": "t_list_"}
        if marker:
            params["marker"] = marker
        root = ElementTree.fromstring(odps.rest.get(odps.get_project().tables.resource(), params=params).content)
        seen += [t.findtext("Name") for t in root.findall("Table")]
        marker = root.findtext("Marker")
        if not marker:
            break
    same(seen, names, "tables page by page")
    for name in names:
        odps.delete_table(name)


def partitions(odps):
    odps.delete_table("t_parts", if_exists=True)
    table = odps.create_table("t_parts", ("a bigint", "pt string, hh bigint"))
    for day in ("20240101", "20240102"):
        for hour in (0, 1):
            table.create_partition(f"pt='{day}',hh={hour}")
    table.create_partition("pt='20240101',hh=0", if_not_exists=True)
    with refused(errors.ODPSError):
        table.create_partition("pt='20240101',hh=0")
    same(len(list(table.partitions)), 4, "partitions")
    same([str(p.partition_spec) for p in table.iterate_partitions("pt='20240102'")],
         ["pt='20240102',hh='0'", "pt='20240102',hh='1'"], "partitions of a day")
    assert table.exist_partition("pt='20240101',hh=1")
    assert not table.exist_partition("pt='20250101',hh=1")
    assert table.exist_partitions("pt='20240101'")
    assert not table.exist_partitions("pt='20250101'")
    one = table.get_partition("pt='20240101',hh=1")
    one.reload()
    assert one.creation_time
    with refused(errors.NoSuchPartition):
        table.get_partition("pt='20250101',hh=1").reload()
    table.delete_partition("pt='20240101',hh=0")
    table.delete_partition("pt='20240101',hh=0", if_exists=True)
    assert not table.exist_partition("pt='20240101',hh=0")
    same([c.name for c in table.table_schema.partitions], ["pt", "hh"], "partition columns")
    odps.delete_table("t_parts")


def odd_partition_values(odps):
    odps.delete_table("t_odd", if_exists=True)
    table = odps.create_table("t_odd", ("a bigint", "pt string"))
    for value in ("a b", "1+1", "50%", "中文", "a:b"):
        with table.open_writer(partition=f"pt='{value}'", create_partition=True) as writer:
            writer.write([[len(value)]])
        with table.open_reader(partition=f"pt='{value}'") as reader:
            same([r[0] for r in reader], [len(value)], f"rows of pt={value!r}")
        assert table.exist_partition(f"pt='{value}'"), value
    odps.delete_table("t_odd")


def preview(odps):
    odps.delete_table("t_head", if_exists=True)
    table = odps.create_table("t_head", "a bigint, s string")
    odps.write_table("t_head", [[i, f"row, \"{i}\""] for i in range(20)] + [[None, None]])
    same([list(r.values) for r in table.head(3)], [[i, f"row, \"{i}\""] for i in range(3)], "first rows")
    odps.delete_table("t_head")


def truncate_and_lifecycle(odps):
    odps.delete_table("t_trunc", if_exists=True)
    table = odps.create_table("t_trunc", "a bigint", lifecycle=3)
    odps.write_table("t_trunc", [[1], [2]])
    table.truncate()
    with table.open_reader() as reader:
        same(reader.count, 0, "rows after truncate")
    odps.execute_sql("alter table t_trunc set lifecycle 30")
    table.reload()
    same(table.lifecycle, 30, "lifecycle")
    odps.delete_table("t_trunc")


def clustered(odps):
    odps.delete_table("t_clustered", if_exists=True)
    info = ClusterInfo(
        cluster_type=ClusterType.HASH,
        bucket_num=8,
        cluster_cols=["b", "a"],
        sort_cols=[ClusterSortCol(name="b", order=ClusterSortOrder.DESC)],
    )
    odps.create_table("t_clustered", ("a bigint, b string", "pt string"), cluster_info=info)
    told = odps.get_table("t_clustered").cluster_info
    same(told.to_sql_clause(), info.to_sql_clause(), "clustering")
    odps.get_table("t_clustered").set_cluster_info(ClusterInfo(cluster_type=ClusterType.RANGE, cluster_cols=["a"]))
    told = odps.get_table("t_clustered").cluster_info
    same(told.to_sql_clause(), "RANGE CLUSTERED BY (`a`)", "clustering by range")
    odps.get_table("t_clustered").set_cluster_info(None)
    same(odps.get_table("t_clustered").cluster_info, None, "no clustering")
    odps.delete_table("t_clustered")


def automatic_partitions(odps):
    """The client works the partition of each row out by the expression that it is told."""
    odps.delete_table("t_auto", if_exists=True)
    odps.create_table("t_auto", ("a bigint, at datetime", "trunc_time(at, 'day') as pt"))
    table = odps.get_table("t_auto")
    same(str(table.table_schema.partitions[0].generate_expression), "trunc_time(`at`, 'day')", "expression")
    odps.execute_sql("insert into t_auto values (1, datetime'2024-03-04 05:06:07'), (2, null)")
    odps.write_table("t_auto", [[3, datetime(2024, 3, 4, 8)], [4, datetime(2024, 3, 5, 8)]], create_partition=True)
    same(sorted(p.name for p in table.partitions), ["pt='2024-03-04'", "pt='2024-03-05'", "pt='__NULL__'"], "partitions")
    with odps.execute_sql("select a, pt from t_auto order by a limit 9").open_reader() as reader:
        same([list(r.values) for r in reader],
             [[1, "2024-03-04"], [2, "__NULL__"], [3, "2024-03-04"], [4, "2024-03-05"]], "rows")  # fmt: skip
    same("AUTO PARTITIONED BY" in table.get_ddl(), True, "the client's own statement")
    odps.delete_table("t_auto")


def wrong_key(odps):
    with refused(errors.ODPSError, "signature"):
        list(connect(access_key="wrong").list_tables())
    with refused(errors.Unauthorized, "accessKeyId"):
        list(connect(access_id="nobody").list_tables())
    with refused(errors.NoSuchProject, "no_such_project"):
        list(connect(project="no_such_project").list_tables())


run(project, every_type, existence, listing, partitions, odd_partition_values, preview, truncate_and_lifecycle,
    clustered, automatic_partitions, wrong_key)
