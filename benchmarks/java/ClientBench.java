import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.tunnel.io.TunnelRecordReader;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * MaxCompute's Java SDK on the same rows and the same sink as bench_client: ClientBench ENDPOINT upload|download|upsert
 * ROWS raw|deflate. What it does is done once unmeasured with a fifth of the rows, so that the machine is warm. As for our
 * client, rows to upload are made before the clock starts, texts as the bytes that go out, a part of them sent again
 * and again; downloaded ones are decoded into one record that is used again, their texts left as bytes. Prints one
 * JSON object.
 */
public final class ClientBench {
    private static final int PART = 200_000;
    private static final String PROJECT = "demo";

    private final TableTunnel tunnel;
    private final CompressOption option;

    private ClientBench(String endpoint, String codec) {
        Odps odps = new Odps(new AliyunAccount("bench", "bench"));
        odps.setEndpoint(endpoint);
        odps.setDefaultProject(PROJECT);
        tunnel = new TableTunnel(odps);
        option = new CompressOption(
                codec.equals("deflate") ? CompressAlgorithm.ODPS_ZLIB : CompressAlgorithm.ODPS_RAW, 1, 0);
    }

    private static byte[] text(Random random, int size) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; ++i)
            text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private interface NewRecord {
        Record make();
    }

    private static Record[] rows(NewRecord make, int count) {
        Random random = new Random(1);
        Record[] rows = new Record[count];
        for (int i = 0; i < count; ++i) {
            ArrayRecord row = (ArrayRecord) make.make();
            row.setBigint(0, (long) i);
            row.setString(1, text(random, 16));
            row.setDouble(2, random.nextLong() / 1e9);
            row.setDatetimeAsZonedDateTime(3, Instant.ofEpochMilli(1672531200000L + random.nextInt(Integer.MAX_VALUE))
                    .atZone(ZoneOffset.UTC));
            row.setDecimal(4, BigDecimal.valueOf(random.nextInt(1_000_000_000), 4));
            row.setBoolean(5, random.nextBoolean());
            row.setInt(6, random.nextInt(2_000_000) - 1_000_000);
            row.setString(7, text(random, 40));
            rows[i] = row;
        }
        return rows;
    }

    private void upload(Record[] rows, TableTunnel.UploadSession session, long count) throws Exception {
        try (RecordWriter writer = session.openRecordWriter(0, option)) {
            for (long done = 0; done < count; ++done)
                writer.write(rows[(int) (done % rows.length)]);
        }
        session.commit(new Long[] {0L});
    }

    private void download(long count) throws Exception {
        var session = tunnel.buildDownloadSession(PROJECT, "rows").build();
        long read = 0;
        try (TunnelRecordReader reader = session.openRecordReader(0, count, option)) {
            Record row = new ArrayRecord(session.getSchema());
            while ((row = reader.read(row)) != null)
                ++read;
        }
        if (read != count)
            throw new IllegalStateException(read + " rows came instead of " + count);
    }

    private void upsert(Record[] rows, TableTunnel.UpsertSession session, long count) throws Exception {
        UpsertStream stream = session.buildUpsertStream().setCompressOption(option).build();
        for (long done = 0; done < count; ++done)
            stream.upsert(rows[(int) (done % rows.length)]);
        stream.close();
        session.commit(false);
        session.close();
    }

    private interface Work {
        void run() throws Exception;
    }

    private Work work(String way, long count) throws Exception {
        int part = (int) Math.min(count, PART);
        switch (way) {
            case "upload": {
                var session = tunnel.createUploadSession(PROJECT, "rows");
                Record[] rows = rows(session::newRecord, part);
                return () -> upload(rows, session, count);
            }
            case "upsert": {
                var session = tunnel.buildUpsertSession(PROJECT, "rows_delta").setSlotNum(1).build();
                Record[] rows = rows(session::newRecord, part);
                return () -> upsert(rows, session, count);
            }
            default:
                return () -> download(count);
        }
    }

    public static void main(String[] arguments) throws Exception {
        ClientBench bench = new ClientBench(arguments[0], arguments[3]);
        long count = Long.parseLong(arguments[2]);
        bench.work(arguments[1], count / 5).run();
        Work work = bench.work(arguments[1], count);
        System.gc();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        work.run();
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        System.out.printf("{\"rows\": %d, \"wall_s\": %.3f, \"cpu_s\": %.3f, \"rows_per_cpu_s\": %.0f}%n", count, wall / 1e9,
                cpu / 1e9, count / (cpu / 1e9));
        System.exit(0);
    }
}
