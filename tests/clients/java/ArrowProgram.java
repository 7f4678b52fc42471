import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.data.ArrowRecordReader;
import com.aliyun.odps.data.ArrowRecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The batch tunnel by Arrow batches, both ways. */
final class ArrowProgram {
    private ArrowProgram() {}

    private static final int ROWS = 5000;

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("both ways", ArrowProgram::bothWays);
        cases.put("columns and ranges", ArrowProgram::columnsAndRanges);
        cases.put("every type", ArrowProgram::everyType);
    }

    private static void fill(VectorSchemaRoot root, int from, int count) {
        root.allocateNew();
        for (int i = 0; i < count; ++i) {
            int n = from + i;
            ((BigIntVector) root.getVector(0)).setSafe(i, n);
            if (n % 7 != 0)
                ((VarCharVector) root.getVector(1)).setSafe(i, ("row " + n + " 中").getBytes(StandardCharsets.UTF_8));
            ((Float8Vector) root.getVector(2)).setSafe(i, n / 4.0);
            ((DecimalVector) root.getVector(3)).setSafe(i, BigDecimal.valueOf(n, 4));
            ((BitVector) root.getVector(4)).setSafe(i, n % 2);
            ((IntVector) root.getVector(5)).setSafe(i, -n);
            ((DateDayVector) root.getVector(6)).setSafe(i, n);
            ((VarBinaryVector) root.getVector(7)).setSafe(i, new byte[] {(byte) n, 0});
        }
        root.setRowCount(count);
    }

    private static void table(Odps odps) throws Exception {
        Client.fresh(odps, "ja_rows", "(id BIGINT, s STRING, d DOUBLE, amt DECIMAL(18,4), b BOOLEAN, i INT, day DATE, bin BINARY)");
    }

    private static void upload(Odps odps, CompressOption option) throws Exception {
        table(odps);
        var session = Client.tunnel(odps).createUploadSession(odps.getDefaultProject(), "ja_rows");
        try (BufferAllocator memory = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(session.getArrowSchema(), memory);
                ArrowRecordWriter writer = session.openArrowRecordWriter(0, option)) {
            for (int from = 0; from < ROWS; from += 1000) {
                fill(root, from, 1000);
                writer.write(root);
            }
        }
        session.commit(new Long[] {0L});
    }

    private static List<CompressOption> options() {
        List<CompressOption> options = new ArrayList<>();
        for (CompressAlgorithm codec : List.of(CompressAlgorithm.ODPS_RAW, CompressAlgorithm.ODPS_ZLIB,
                CompressAlgorithm.ODPS_SNAPPY, CompressAlgorithm.ODPS_ARROW_LZ4_FRAME))
            options.add(TunnelProgram.option(codec));
        return options;
    }

    private static void bothWays(Odps odps) throws Exception {
        for (CompressOption option : options()) {
            upload(odps, option);
            Check.same(Client.query(odps, "SELECT COUNT(*), SUM(id), SUM(d), SUM(amt), SUM(IF(b, 1, 0)), SUM(i), "
                            + "COUNT(s), MAX(s), MAX(day), COUNT(DISTINCT bin) FROM ja_rows"),
                    List.of(List.of("5000", "12497500", "3124375.0", "1249.75", "2500", "-12497500", "4285",
                            "row 999 中", "1983-09-09", "256")), "rows by " + option.algorithm);
            var session = Client.tunnel(odps).createDownloadSession(odps.getDefaultProject(), "ja_rows");
            for (CompressOption reading : options()) {
                long rows = 0;
                long sum = 0;
                try (BufferAllocator memory = new RootAllocator();
                        ArrowRecordReader reader = session.openArrowRecordReader(0, ROWS, null, memory, reading)) {
                    for (VectorSchemaRoot root = reader.read(); root != null; root = reader.read()) {
                        rows += root.getRowCount();
                        for (int i = 0; i < root.getRowCount(); ++i) {
                            sum += ((BigIntVector) root.getVector("id")).get(i);
                            Check.same(root.getVector("amt").getObject(i),
                                    BigDecimal.valueOf(((BigIntVector) root.getVector("id")).get(i), 4), "a decimal");
                        }
                        root.close();
                    }
                }
                Check.same(rows, (long) ROWS, "rows written by " + option.algorithm + " and read by " + reading.algorithm);
                Check.same(sum, 12497500L, "their sum");
            }
        }
        Client.drop(odps, "ja_rows");
    }

    private static void columnsAndRanges(Odps odps) throws Exception {
        upload(odps, TunnelProgram.option(CompressAlgorithm.ODPS_RAW));
        TableTunnel.DownloadSession session = Client.tunnel(odps).createDownloadSession(odps.getDefaultProject(), "ja_rows");
        List<Column> chosen = List.of(session.getSchema().getColumn("i"), session.getSchema().getColumn("id"));
        List<Integer> seen = new ArrayList<>();
        try (BufferAllocator memory = new RootAllocator();
                ArrowRecordReader reader = session.openArrowRecordReader(1500, 10, chosen, memory)) {
            for (VectorSchemaRoot root = reader.read(); root != null; root = reader.read()) {
                Check.same(root.getFieldVectors().size(), 2, "columns");
                for (int i = 0; i < root.getRowCount(); ++i) {
                    seen.add(((IntVector) root.getVector("i")).get(i));
                    Check.same(((BigIntVector) root.getVector("id")).get(i), -(long) seen.get(seen.size() - 1), "the other column");
                }
                root.close();
            }
        }
        Check.same(seen.size(), 10, "rows of a range");
        Check.same(seen.get(0), -1500, "the first of them");
        Client.drop(odps, "ja_rows");
    }

    /** Rows of SQL, read as batches, written as batches to another table, compared by SQL. */
    private static void everyType(Odps odps) throws Exception {
        Client.fresh(odps, "ja_from", EveryType.DEFINITION);
        Client.fresh(odps, "ja_to", EveryType.DEFINITION);
        for (String row : EveryType.AS_SQL)
            Client.sql(odps, "INSERT INTO ja_from SELECT " + row);
        var tunnel = Client.tunnel(odps);
        var download = tunnel.createDownloadSession(odps.getDefaultProject(), "ja_from");
        var upload = tunnel.createUploadSession(odps.getDefaultProject(), "ja_to");
        try (BufferAllocator memory = new RootAllocator();
                ArrowRecordReader reader = download.openArrowRecordReader(0, 2, null, memory);
                ArrowRecordWriter writer = upload.openArrowRecordWriter(0)) {
            for (VectorSchemaRoot root = reader.read(); root != null; root = reader.read()) {
                for (FieldVector vector : root.getFieldVectors())
                    Check.that(vector.getValueCount() == root.getRowCount(), "values of " + vector.getName());
                writer.write(root);
                root.close();
            }
        }
        upload.commit(new Long[] {0L});
        Check.same(Client.query(odps, "SELECT * FROM ja_to ORDER BY c4"), Client.query(odps, "SELECT * FROM ja_from ORDER BY c4"),
                "rows that went through the client");
        Client.drop(odps, "ja_from");
        Client.drop(odps, "ja_to");
    }
}
