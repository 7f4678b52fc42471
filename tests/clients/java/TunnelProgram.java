import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.tunnel.io.TunnelBufferedWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The batch tunnel by records: every type and codec both ways, blocks, overwriting, columns, refusals. */
final class TunnelProgram {
    private TunnelProgram() {}

    static final List<CompressAlgorithm> CODECS = List.of(CompressAlgorithm.ODPS_RAW, CompressAlgorithm.ODPS_ZLIB,
            CompressAlgorithm.ODPS_SNAPPY, CompressAlgorithm.ODPS_LZ4_FRAME);

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("every type, every codec", TunnelProgram::everyTypeEveryCodec);
        cases.put("rows of SQL", TunnelProgram::rowsOfSql);
        cases.put("many rows", TunnelProgram::manyRows);
        cases.put("ranges and columns", TunnelProgram::rangesAndColumns);
        cases.put("blocks", TunnelProgram::blocks);
        cases.put("buffered writer", TunnelProgram::bufferedWriter);
        cases.put("record packs", TunnelProgram::recordPacks);
        cases.put("overwrite", TunnelProgram::overwrite);
        cases.put("partitions", TunnelProgram::partitions);
        cases.put("refusals", TunnelProgram::refusals);
    }

    static CompressOption option(CompressAlgorithm codec) {
        return new CompressOption(codec, 1, 0);
    }

    /** One block of rows by one codec, committed. */
    private static void upload(Odps odps, String table, CompressAlgorithm codec, List<Object[]> rows) throws Exception {
        var session = Client.tunnel(odps).createUploadSession(odps.getDefaultProject(), table);
        try (RecordWriter writer = session.openRecordWriter(0, option(codec))) {
            for (Object[] row : rows) {
                Record record = session.newRecord();
                for (int i = 0; i < row.length; ++i)
                    record.set(i, row[i]);
                writer.write(record);
            }
        }
        session.commit(new Long[] {0L});
    }

    private static List<List<Object>> download(Odps odps, String table, CompressAlgorithm codec) throws Exception {
        var session = Client.tunnel(odps).createDownloadSession(odps.getDefaultProject(), table);
        return download(session, 0, session.getRecordCount(), codec, null);
    }

    private static List<List<Object>> download(TableTunnel.DownloadSession session, long start, long count,
            CompressAlgorithm codec, List<Column> columns) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (var reader = session.openRecordReader(start, count, option(codec), columns)) {
            for (Record record = reader.read(); record != null; record = reader.read())
                rows.add(EveryType.plainRow(record));
        }
        return rows;
    }

    private static void everyTypeEveryCodec(Odps odps) throws Exception {
        List<List<Object>> wanted = EveryType.rows().stream().map(EveryType::plainRow).collect(Collectors.toList());
        for (CompressAlgorithm codec : CODECS) {
            Client.fresh(odps, "ju_types", EveryType.DEFINITION);
            upload(odps, "ju_types", codec, EveryType.rows());
            Check.same(download(odps, "ju_types", codec), wanted, "rows by " + codec);
            Check.same(download(odps, "ju_types", CompressAlgorithm.ODPS_RAW), wanted, codec + " read raw");
        }
        // What SQL sees of them.
        Check.same(Client.query(odps, "SELECT c0, c1, c3, c4, c7, c9, c10, c11, c13, c14, c15, c16, c18, c20.a FROM ju_types "
                        + "WHERE c0"),
                List.of(List.of("true", "-128", "-2147483648", "9223372036854775807", "12345678901234.5678",
                        "中文, \"quoted\"", "abc", "varied", "1969-12-31", "2024-02-29 23:59:59",
                        "2024-01-01 00:00:00.000000005", "2024-06-30 12:00:00.123456789", "[1,null,-5]", "7")),
                "the first row by SQL");
        Check.same(Client.query(odps, "SELECT COUNT(*) FROM ju_types WHERE c9 = '' AND c12 = unhex('') AND size(c18) = 0"),
                List.of(List.of("1")), "the second row by SQL");
        Client.drop(odps, "ju_types");
    }

    private static void rowsOfSql(Odps odps) throws Exception {
        Client.fresh(odps, "ju_sql", EveryType.DEFINITION);
        for (String row : EveryType.AS_SQL)
            Client.sql(odps, "INSERT INTO ju_sql SELECT " + row);
        List<List<Object>> wanted = List.of(EveryType.plainRow(EveryType.rows().get(0)),
                EveryType.plainRow(EveryType.rows().get(2)));
        for (CompressAlgorithm codec : CODECS)
            Check.same(download(odps, "ju_sql", codec), wanted, "rows of SQL by " + codec);
        Client.drop(odps, "ju_sql");
    }

    private static List<Object[]> numbered(int from, int count) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = from; i < from + count; ++i)
            rows.add(new Object[] {(long) i, "row " + i, i / 2.0, -(long) i});
        return rows;
    }

    private static final String NUMBERED = "(a BIGINT, b STRING, c DOUBLE, d BIGINT)";

    private static void manyRows(Odps odps) throws Exception {
        List<List<Object>> wanted = numbered(0, 30000).stream().map(EveryType::plainRow).collect(Collectors.toList());
        for (CompressAlgorithm codec : CODECS) {
            Client.fresh(odps, "ju_many", NUMBERED);
            upload(odps, "ju_many", codec, numbered(0, 30000));
            Check.that(download(odps, "ju_many", codec).equals(wanted), "30,000 rows by " + codec);
        }
        Client.drop(odps, "ju_many");
    }

    private static void rangesAndColumns(Odps odps) throws Exception {
        Client.fresh(odps, "ju_range", NUMBERED);
        upload(odps, "ju_range", CompressAlgorithm.ODPS_RAW, numbered(0, 10000));
        var session = Client.tunnel(odps).createDownloadSession(odps.getDefaultProject(), "ju_range");
        Check.same(session.getRecordCount(), 10000L, "rows");
        CompressAlgorithm codec = CompressAlgorithm.ODPS_ZLIB;
        Check.same(download(session, 4000, 3000, codec, null).get(2999).get(0), 6999L, "the end of a range");
        Check.same(download(session, 9999, 1, codec, null).size(), 1, "the last row");
        Check.same(download(session, 9990, 500, codec, null).size(), 10, "rows of a range past the end");
        List<Column> chosen = List.of(session.getSchema().getColumn("d"), session.getSchema().getColumn("b"));
        Check.same(download(session, 5, 2, codec, chosen), List.of(List.of(-5L, "row 5"), List.of(-6L, "row 6")),
                "two columns, in an order of their own");
        try (var reader = session.openBufferedRecordReader(0, 10000, 16, 1000, option(codec), null, false)) {
            long rows = 0;
            for (Record record = reader.read(); record != null; record = reader.read())
                ++rows;
            Check.same(rows, 10000L, "rows of a buffered reader");
        }
        Client.drop(odps, "ju_range");
    }

    private static void blocks(Odps odps) throws Exception {
        Client.fresh(odps, "ju_blocks", NUMBERED);
        var session = Client.tunnel(odps).createUploadSession(odps.getDefaultProject(), "ju_blocks");
        List<Long> blocks = List.of(0L, 1L, 5L, 19999L);
        var threads = Executors.newFixedThreadPool(4);
        List<Callable<Void>> work = new ArrayList<>();
        for (long block : blocks)
            work.add(() -> put(session, block, numbered((int) block * 1000, 1000)));
        for (var done : threads.invokeAll(work))
            done.get();
        threads.shutdown();
        put(session, 5, numbered(-1, 1)); // the same block again: replaces it
        Check.same(Arrays.stream(session.getBlockList()).sorted().collect(Collectors.toList()), blocks, "blocks");
        Check.same(Client.query(odps, "SELECT COUNT(*) FROM ju_blocks"), List.of(List.of("0")), "rows before the commit");
        Check.refused(TunnelException.class, () -> session.commit(new Long[] {0L, 1L}));
        session.commit(blocks.toArray(new Long[0]));
        Check.same(Client.query(odps, "SELECT COUNT(*), MIN(a), MAX(a) FROM ju_blocks"),
                List.of(List.of("3001", "-1", "19999999")), "rows after the commit");
        Client.drop(odps, "ju_blocks");
    }

    private static Void put(TableTunnel.UploadSession session, long block, List<Object[]> rows) throws Exception {
        try (RecordWriter writer = session.openRecordWriter(block)) {
            for (Object[] row : rows) {
                Record record = session.newRecord();
                record.set(row);
                writer.write(record);
            }
        }
        return null;
    }

    private static void bufferedWriter(Odps odps) throws Exception {
        Client.fresh(odps, "ju_buffered", NUMBERED);
        var session = Client.tunnel(odps).createUploadSession(odps.getDefaultProject(), "ju_buffered");
        TunnelBufferedWriter writer = (TunnelBufferedWriter) session.openBufferedWriter(option(CompressAlgorithm.ODPS_ZLIB));
        writer.setBufferSize(1 << 20);
        for (Object[] row : numbered(0, 100000)) {
            Record record = session.newRecord();
            record.set(row);
            writer.write(record);
        }
        writer.close();
        session.commit();
        Check.that(session.getBlockList().length > 1, "the rows went by several blocks");
        Check.same(Client.query(odps, "SELECT COUNT(*), COUNT(DISTINCT a), SUM(d) FROM ju_buffered"),
                List.of(List.of("100000", "100000", "-4999950000")), "rows");
        Client.drop(odps, "ju_buffered");
    }

    private static void recordPacks(Odps odps) throws Exception {
        Client.fresh(odps, "ju_packs", NUMBERED);
        var session = Client.tunnel(odps).createUploadSession(odps.getDefaultProject(), "ju_packs");
        for (long block = 0; block < 3; ++block) {
            var pack = session.newRecordPack(option(CompressAlgorithm.ODPS_SNAPPY));
            for (Object[] row : numbered((int) block * 10, 10)) {
                Record record = session.newRecord();
                record.set(row);
                pack.append(record);
            }
            session.writeBlock(block, pack);
            session.writeBlock(block, pack); // as a repeated request would
        }
        session.commit(new Long[] {0L, 1L, 2L});
        Check.same(Client.query(odps, "SELECT COUNT(*), SUM(a) FROM ju_packs"), List.of(List.of("30", "435")), "rows");
        Client.drop(odps, "ju_packs");
    }

    private static void overwrite(Odps odps) throws Exception {
        Client.fresh(odps, "ju_over", NUMBERED + " PARTITIONED BY (pt STRING)");
        PartitionSpec spec = new PartitionSpec("pt='x'");
        odps.tables().get("ju_over").createPartition(spec);
        var tunnel = Client.tunnel(odps);
        int[] counts = {2, 3, 1};
        String[] seen = {"2", "5", "1"}; // the last one replaces
        for (int i = 0; i < counts.length; ++i) {
            var session = tunnel.createUploadSession(odps.getDefaultProject(), "ju_over", spec, i == 2);
            put(session, 0, numbered(0, counts[i]));
            session.commit(new Long[] {0L});
            Check.same(Client.query(odps, "SELECT COUNT(*) FROM ju_over WHERE pt = 'x'"), List.of(List.of(seen[i])),
                    "rows after upload " + i);
        }
        Client.drop(odps, "ju_over");
    }

    private static void partitions(Odps odps) throws Exception {
        Client.fresh(odps, "ju_parts", NUMBERED + " PARTITIONED BY (pt STRING, hh BIGINT)");
        var tunnel = Client.tunnel(odps);
        for (String value : List.of("20240101", "中 文+%")) {
            PartitionSpec spec = new PartitionSpec();
            spec.set("pt", value);
            spec.set("hh", "7");
            odps.tables().get("ju_parts").createPartition(spec);
            var session = tunnel.createUploadSession(odps.getDefaultProject(), "ju_parts", spec);
            put(session, 0, numbered(0, value.length()));
            session.commit(new Long[] {0L});
            var download = tunnel.createDownloadSession(odps.getDefaultProject(), "ju_parts", spec);
            Check.same(download.getRecordCount(), (long) value.length(), "rows of pt=" + value);
        }
        Client.drop(odps, "ju_parts");
    }

    private static void refusals(Odps odps) throws Exception {
        Client.fresh(odps, "ju_refuse", NUMBERED + " PARTITIONED BY (pt STRING)");
        var tunnel = Client.tunnel(odps);
        String project = odps.getDefaultProject();
        PartitionSpec absent = new PartitionSpec("pt='absent'");
        Check.refused(TunnelException.class, () -> tunnel.createUploadSession(project, "ju_absent"), "NoSuchTable");
        Check.refused(TunnelException.class, () -> tunnel.createDownloadSession(project, "ju_absent"), "NoSuchTable");
        Check.refused(TunnelException.class, () -> tunnel.createUploadSession(project, "ju_refuse", absent), "NoSuchPartition");
        Check.refused(TunnelException.class, () -> tunnel.createDownloadSession(project, "ju_refuse", absent), "NoSuchPartition");
        Check.refused(TunnelException.class, () -> tunnel.createUploadSession(project, "ju_refuse"), "MissingPartitionSpec");
        Check.refused(TunnelException.class, () -> tunnel.createUploadSession("no_such_project", "ju_refuse"), "no_such_project");
        Check.refused(TunnelException.class, () -> tunnel.getDownloadSession(project, "ju_refuse", absent, "nonsense"));
        var stranger = Client.tunnel(Client.connect(System.getenv("SLUICE_ACCESS_ID"), "wrong", project));
        Check.refused(TunnelException.class, () -> stranger.createUploadSession(project, "ju_refuse", absent), "signature");
        Client.drop(odps, "ju_refuse");
    }
}
