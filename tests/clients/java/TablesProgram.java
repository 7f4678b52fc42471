import com.aliyun.odps.Column;
import com.aliyun.odps.NoSuchObjectException;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Partition;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableFilter;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.type.TypeInfoFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Projects, tables and partitions: made, listed, described, dropped. */
final class TablesProgram {
    private TablesProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("project", TablesProgram::project);
        cases.put("created by schema", TablesProgram::createdBySchema);
        cases.put("every type", TablesProgram::everyType);
        cases.put("listing", TablesProgram::listing);
        cases.put("partitions", TablesProgram::partitions);
        cases.put("odd partition values", TablesProgram::oddPartitionValues);
        cases.put("many partitions", TablesProgram::manyPartitions);
        cases.put("altered", TablesProgram::altered);
        cases.put("wrong keys", TablesProgram::wrongKeys);
    }

    private static void project(Odps odps) throws OdpsException {
        Check.that(odps.projects().exists(odps.getDefaultProject()), "the project exists");
        Check.that(!odps.projects().exists("no_such_project"), "another one does not");
        var project = odps.projects().get();
        project.reload();
        Check.that(project.getOwner() != null && project.getCreatedTime() != null, "owner and time of the project");
        Check.that(project.getProperties() != null, "properties of the project");
    }

    private static void createdBySchema(Odps odps) throws Exception {
        odps.tables().delete("jt_made", true);
        TableSchema schema = TableSchema.builder()
                .withColumn(new Column("id", TypeInfoFactory.BIGINT, "the key"))
                .withColumn(new Column("amount", TypeInfoFactory.getDecimalTypeInfo(18, 4)))
                .withColumn(new Column("names", TypeInfoFactory.getArrayTypeInfo(TypeInfoFactory.STRING)))
                .withPartitionColumn(new Column("pt", TypeInfoFactory.STRING))
                .build();
        odps.tables().newTableCreator("jt_made", schema).withComment("made by a client").withLifeCycle(7L).create();
        Check.that(odps.tables().exists("jt_made"), "the table exists");
        Table table = odps.tables().get("jt_made");
        Check.same(table.getComment(), "made by a client", "comment");
        Check.same(table.getLife(), 7L, "lifecycle");
        Check.that(table.isPartitioned() && !table.isVirtualView() && !table.isTransactional(), "kind of table");
        Check.same(table.getSchema().getColumn("id").getComment(), "the key", "comment of a column");
        Check.that(table.getCreatedTime() != null && table.getLastDataModifiedTime() != null, "times");
        Check.refused(OdpsException.class, () -> odps.tables().create("jt_made", schema), "jt_made");
        odps.tables().newTableCreator("jt_made", schema).ifNotExists().create();
        odps.tables().delete("jt_made");
        Check.that(!odps.tables().exists("jt_made"), "the table is gone");
        Check.refused(OdpsException.class, () -> odps.tables().delete("jt_made"), "jt_made");
        odps.tables().delete("jt_made", true);
        Check.refused(NoSuchObjectException.class, () -> odps.tables().get("jt_made").reload(), "jt_made");
    }

    private static void everyType(Odps odps) throws OdpsException {
        Client.fresh(odps, "jt_types", EveryType.DEFINITION);
        List<String> types = odps.tables().get("jt_types").getSchema().getColumns().stream()
                .map(column -> column.getTypeInfo().getTypeName().replace("`", "").toLowerCase())
                .collect(Collectors.toList());
        Check.same(types, EveryType.TYPES, "types");
        Client.drop(odps, "jt_types");
    }

    private static void listing(Odps odps) throws OdpsException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 7; ++i) {
            names.add("jt_list_" + i);
            Client.sql(odps, "CREATE TABLE IF NOT EXISTS jt_list_" + i + " (a BIGINT)");
        }
        TableFilter filter = new TableFilter();
        filter.setName("jt_list_");
        List<String> seen = new ArrayList<>();
        odps.tables().iterator(filter).forEachRemaining(table -> seen.add(table.getName()));
        Check.same(seen, names, "tables by prefix");
        List<String> loaded = odps.tables().loadTables(names).stream().map(Table::getName).collect(Collectors.toList());
        Check.same(loaded, names, "tables loaded together");
        for (String name : names)
            Client.drop(odps, name);
    }

    private static List<String> names(List<PartitionSpec> specs) {
        return specs.stream().map(spec -> spec.toString(false, true)).sorted().collect(Collectors.toList());
    }

    private static void partitions(Odps odps) throws Exception {
        Client.fresh(odps, "jt_parts", "(a BIGINT) PARTITIONED BY (pt STRING, hh BIGINT)");
        Table table = odps.tables().get("jt_parts");
        Client.sql(odps, "ALTER TABLE jt_parts ADD PARTITION (pt='20240101', hh=1) PARTITION (pt='20240102', hh=0) "
                + "PARTITION (pt='20240102', hh=1)");
        PartitionSpec first = new PartitionSpec("pt='20240101',hh=0");
        table.createPartition(first);
        table.createPartition(first, true);
        Check.refused(OdpsException.class, () -> table.createPartition(first));
        Check.same(names(table.getPartitionSpecs()),
                List.of("pt=20240101/hh=0", "pt=20240101/hh=1", "pt=20240102/hh=0", "pt=20240102/hh=1"), "partitions");
        List<PartitionSpec> day = new ArrayList<>();
        table.getPartitionIterator(new PartitionSpec("pt='20240102'")).forEachRemaining(p -> day.add(p.getPartitionSpec()));
        Check.same(names(day), List.of("pt=20240102/hh=0", "pt=20240102/hh=1"), "partitions of a day");
        Check.that(table.hasPartition(first), "a partition that exists");
        Check.that(!table.hasPartition(new PartitionSpec("pt='20250101',hh=1")), "a partition that does not");
        Client.sql(odps, "INSERT INTO jt_parts PARTITION (pt='20240101', hh=0) VALUES (1), (2)");
        Partition partition = table.getPartition(first);
        partition.reload();
        Check.that(partition.getCreatedTime() != null, "time of a partition");
        Check.same(partition.getRecordNum(), 2L, "rows of a partition");
        table.deletePartition(first);
        table.deletePartition(first, true);
        Check.refused(OdpsException.class, () -> table.deletePartition(first));
        Check.that(!table.hasPartition(first), "a partition that was dropped");
        Client.drop(odps, "jt_parts");
    }

    private static void oddPartitionValues(Odps odps) throws OdpsException {
        Client.fresh(odps, "jt_odd", "(a BIGINT) PARTITIONED BY (pt STRING)");
        Table table = odps.tables().get("jt_odd");
        for (String value : List.of("a b", "1+1", "50% 中文", "a:b")) {
            PartitionSpec spec = new PartitionSpec();
            spec.set("pt", value);
            table.createPartition(spec);
            Check.that(table.hasPartition(spec), "pt=" + value);
        }
        Check.same(table.getPartitionSpecs().size(), 4, "partitions");
        Client.drop(odps, "jt_odd");
    }

    private static void manyPartitions(Odps odps) throws Exception { // more than the thousand of one page
        StringBuilder added = new StringBuilder("ALTER TABLE jt_many ADD");
        for (int i = 0; i < 1005; ++i)
            added.append(String.format(" PARTITION (pt='%04d')", i));
        Client.fresh(odps, "jt_many", "(a BIGINT) PARTITIONED BY (pt STRING)");
        Client.sql(odps, added.toString());
        List<String> seen = new ArrayList<>();
        odps.tables().get("jt_many").getPartitionIterator().forEachRemaining(p -> seen.add(p.getPartitionSpec().get("pt")));
        Check.same(seen.size(), 1005, "partitions page by page");
        Check.same(seen.stream().distinct().count(), 1005L, "different ones");
        Client.drop(odps, "jt_many");
    }

    private static void altered(Odps odps) throws Exception {
        Client.fresh(odps, "jt_alter", "(a BIGINT)");
        Table table = odps.tables().get("jt_alter");
        table.setLifeCycle(30);
        table.changeComment("changed");
        table.addColumns(List.of(new Column("b", TypeInfoFactory.STRING)), false);
        table.changeColumnName("b", "c");
        Client.sql(odps, "INSERT INTO jt_alter VALUES (1, 'x')");
        Table changed = odps.tables().get("jt_alter");
        Check.same(changed.getLife(), 30L, "lifecycle");
        Check.same(changed.getComment(), "changed", "comment");
        Check.same(changed.getSchema().getColumns().stream().map(Column::getName).collect(Collectors.toList()),
                List.of("a", "c"), "columns");
        changed.truncate();
        Check.same(Client.query(odps, "SELECT COUNT(*) FROM jt_alter"), List.of(List.of("0")), "rows after truncate");
        changed.rename("jt_altered");
        Check.that(odps.tables().exists("jt_altered") && !odps.tables().exists("jt_alter"), "the table is renamed");
        Client.drop(odps, "jt_altered");
    }

    private static void wrongKeys(Odps odps) throws Exception {
        String id = System.getenv("SLUICE_ACCESS_ID");
        String key = System.getenv("SLUICE_ACCESS_KEY");
        Check.refused(Exception.class, () -> tables(Client.connect(id, "wrong", odps.getDefaultProject())), "signature");
        Check.refused(Exception.class, () -> tables(Client.connect("nobody", key, odps.getDefaultProject())), "accessKeyId");
        Check.refused(Exception.class, () -> tables(Client.connect(id, key, "no_such_project")), "no_such_project");
    }

    private static void tables(Odps odps) {
        odps.tables().iterator().hasNext();
    }
}
