import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.impl.PartitionRecord;
import java.util.List;
import java.util.Map;

/** The stream tunnel: packs of records that are seen without a commit. */
final class StreamProgram {
    private StreamProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("packs", StreamProgram::packs);
        cases.put("every type", StreamProgram::everyType);
        cases.put("partitions", StreamProgram::partitions);
        cases.put("dynamic partitions", StreamProgram::dynamicPartitions);
        cases.put("schema versions", StreamProgram::schemaVersions);
        cases.put("refusals", StreamProgram::refusals);
    }

    private static void append(TableTunnel.StreamUploadSession session, TableTunnel.StreamRecordPack pack, Object... row)
            throws Exception {
        Record record = session.newRecord();
        for (int i = 0; i < row.length; ++i)
            record.set(i, row[i]);
        pack.append(record);
    }

    private static List<List<String>> rows(Odps odps, String table) throws Exception {
        return Client.query(odps, "SELECT COUNT(*), SUM(a) FROM " + table);
    }

    private static void packs(Odps odps) throws Exception {
        Client.fresh(odps, "jst_packs", "(a BIGINT, s STRING)");
        for (var codec : TunnelProgram.CODECS) {
            Client.sql(odps, "TRUNCATE TABLE jst_packs");
            var session = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_packs").setSlotNum(3).build();
            Check.same(session.getSchema().getColumns().size(), 2, "columns of the session");
            var pack = session.newRecordPack(TunnelProgram.option(codec));
            for (int flush = 1; flush <= 5; ++flush) {
                for (int i = 0; i < 100; ++i)
                    append(session, pack, (long) i, "row " + i);
                Check.same(pack.getRecordCount(), 100L, "rows of a pack");
                Check.that(!pack.flush().isEmpty(), "a flush has an id");
                Check.same(rows(odps, "jst_packs"), List.of(List.of("" + flush * 100, "" + flush * 4950)), "rows by " + codec);
            }
            session.close();
        }
        Client.drop(odps, "jst_packs");
    }

    private static void everyType(Odps odps) throws Exception {
        Client.fresh(odps, "jst_types", EveryType.DEFINITION);
        var session = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_types").build();
        var pack = session.newRecordPack();
        for (Object[] row : EveryType.rows())
            append(session, pack, row);
        pack.flush();
        var records = Client.tunnel(odps).createDownloadSession(odps.getDefaultProject(), "jst_types").openRecordReader(0, 3);
        for (Object[] row : EveryType.rows())
            Check.same(EveryType.plainRow(records.read()), EveryType.plainRow(row), "a row of every type");
        records.close();
        Client.drop(odps, "jst_types");
    }

    private static void partitions(Odps odps) throws Exception {
        Client.fresh(odps, "jst_parts", "(a BIGINT) PARTITIONED BY (pt STRING)");
        PartitionSpec spec = new PartitionSpec("pt='x'");
        Check.refused(TunnelException.class, () -> Client.tunnel(odps)
                .buildStreamUploadSession(odps.getDefaultProject(), "jst_parts").setPartitionSpec(spec).build(), "NoSuchPartition");
        var session = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_parts")
                .setPartitionSpec(spec).setCreatePartition(true).build();
        var pack = session.newRecordPack();
        append(session, pack, 7L);
        pack.flush();
        Check.same(rows(odps, "jst_parts WHERE pt = 'x'"), List.of(List.of("1", "7")), "rows of the partition");
        Client.drop(odps, "jst_parts");
    }

    /** The client keeps the rows apart and names the partition of each pack. */
    private static void dynamicPartitions(Odps odps) throws Exception {
        Client.fresh(odps, "jst_dynamic", "(a BIGINT) PARTITIONED BY (pt STRING, h BIGINT)");
        var session = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_dynamic")
                .setDynamicPartition(true).build();
        var pack = session.newRecordPack();
        for (int flush = 0; flush < 2; ++flush) {
            for (long i = 0; i < 6; ++i) {
                PartitionRecord record = (PartitionRecord) session.newRecord();
                record.set(0, i);
                record.setPartition(new PartitionSpec("pt=p" + i % 3 + ",h=" + i % 2));
                pack.append(record);
            }
            pack.flush();
        }
        Check.same(Client.query(odps, "SELECT pt, h, COUNT(*), SUM(a) FROM jst_dynamic GROUP BY pt, h ORDER BY pt, h LIMIT 9"),
                List.of(List.of("p0", "0", "2", "0"), List.of("p0", "1", "2", "6"), List.of("p1", "0", "2", "8"),
                        List.of("p1", "1", "2", "2"), List.of("p2", "0", "2", "4"), List.of("p2", "1", "2", "10")),
                "rows of the partitions");
        Client.drop(odps, "jst_dynamic");
    }

    /** A session that insists on the columns as they are now is told when they change. */
    private static void schemaVersions(Odps odps) throws Exception {
        Client.fresh(odps, "jst_version", "(a BIGINT)");
        var session = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_version")
                .allowSchemaMismatch(false).build();
        var pack = session.newRecordPack();
        append(session, pack, 1L);
        pack.flush();
        Client.sql(odps, "ALTER TABLE jst_version ADD COLUMNS (s STRING)");
        append(session, pack, 2L);
        Check.refused(Exception.class, pack::flush, "SchemaModified");
        var again = Client.tunnel(odps).buildStreamUploadSession(odps.getDefaultProject(), "jst_version")
                .allowSchemaMismatch(false).build();
        var wider = again.newRecordPack();
        append(again, wider, 3L, "x");
        wider.flush();
        Check.same(rows(odps, "jst_version"), List.of(List.of("2", "4")), "rows");
        Client.drop(odps, "jst_version");
    }

    private static void refusals(Odps odps) throws Exception {
        Check.refused(TunnelException.class, () -> Client.tunnel(odps)
                .buildStreamUploadSession(odps.getDefaultProject(), "jst_absent").build(), "NoSuchTable");
    }
}
