import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import java.util.List;
import java.util.Map;

/** The stream tunnel: packs of records that are seen without a commit. */
final class StreamProgram {
    private StreamProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("packs", StreamProgram::packs);
        cases.put("every type", StreamProgram::everyType);
        cases.put("partitions", StreamProgram::partitions);
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

    private static void refusals(Odps odps) throws Exception {
        Check.refused(TunnelException.class, () -> Client.tunnel(odps)
                .buildStreamUploadSession(odps.getDefaultProject(), "jst_absent").build(), "NoSuchTable");
    }
}
