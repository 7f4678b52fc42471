import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.expression.TruncTime;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.type.TypeInfoFactory;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** Clustered tables, and partitions that the client works out from the rows. */
final class LayoutProgram {
    private LayoutProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("clustered", LayoutProgram::clustered);
        cases.put("automatic partitions", LayoutProgram::automaticPartitions);
    }

    private static void clustered(Odps odps) throws Exception {
        Client.drop(odps, "jl_clustered");
        TableSchema schema = TableSchema.builder()
                .withColumn(new Column("a", TypeInfoFactory.BIGINT))
                .withColumn(new Column("b", TypeInfoFactory.STRING))
                .withPartitionColumn(new Column("pt", TypeInfoFactory.STRING))
                .build();
        odps.tables().newTableCreator("jl_clustered", schema)
                .withClusterInfo(new Table.ClusterInfo(Table.ClusterInfo.ClusterType.RANGE, List.of("b"), List.of(), 4))
                .create();
        Check.same(odps.tables().get("jl_clustered").getClusterInfo().getClusterType(), "range", "how it was made");
        // The client's own classes do not let a program name an order.
        Client.sql(odps, "ALTER TABLE jl_clustered CLUSTERED BY (a) SORTED BY (b DESC) INTO 16 BUCKETS");
        Table.ClusterInfo made = odps.tables().get("jl_clustered").getClusterInfo();
        Check.same(made.getClusterType(), "hash", "how it is clustered");
        Check.same(made.getClusterCols(), List.of("a"), "columns it is clustered by");
        Check.same(made.getBucketNum(), 16L, "buckets");
        Check.same(made.getSortCols().get(0).getName(), "b", "column it is sorted by");
        Check.same(made.getSortCols().get(0).getOrder().toLowerCase(), "desc", "order");
        odps.tables().get("jl_clustered").changeClusterInfo(new Table.ClusterInfo(
                Table.ClusterInfo.ClusterType.RANGE, List.of("b", "a"), List.of(), 4));
        Table.ClusterInfo changed = odps.tables().get("jl_clustered").getClusterInfo();
        Check.same(changed.getClusterType(), "range", "how it is clustered now");
        Check.same(changed.getClusterCols(), List.of("b", "a"), "columns it is clustered by now");
        Client.drop(odps, "jl_clustered");
    }

    private static void automaticPartitions(Odps odps) throws Exception {
        Client.drop(odps, "jl_auto");
        TableSchema schema = TableSchema.builder()
                .withColumn(new Column("a", TypeInfoFactory.BIGINT))
                .withColumn(new Column("at", TypeInfoFactory.DATETIME))
                .build();
        odps.tables().newTableCreator("jl_auto", schema).autoPartitionBy(new TruncTime("at", "day"), "pt").create();
        Client.sql(odps, "INSERT INTO jl_auto VALUES (1, DATETIME'2024-03-04 05:06:07')");
        TableSchema told = odps.tables().get("jl_auto").getSchema();
        Check.that(told.getPartitionColumns().get(0).getGenerateExpression() != null, "the expression is told");
        TableTunnel tunnel = Client.tunnel(odps);
        Record record = new com.aliyun.odps.data.ArrayRecord(told);
        record.set(0, 2L);
        record.set(1, ZonedDateTime.of(2024, 3, 4, 23, 0, 0, 0, ZoneOffset.UTC));
        var partition = told.generatePartitionSpec(record);
        Check.same(partition.get("pt"), "2024-03-04", "the partition of a row");
        var session = tunnel.createUploadSession(odps.getDefaultProject(), "jl_auto", partition, false);
        var writer = session.openRecordWriter(0);
        writer.write(record);
        writer.close();
        session.commit(new Long[] {0L});
        Check.same(Client.query(odps, "SELECT COUNT(*), SUM(a) FROM jl_auto WHERE pt = '2024-03-04'"),
                List.of(List.of("2", "3")), "rows of the partition");
        Client.drop(odps, "jl_auto");
    }
}
