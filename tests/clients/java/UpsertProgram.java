import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.util.List;
import java.util.Map;

/** Delta tables by the upsert tunnel: inserts, updates, deletes, parts of a row, aborted sessions. */
final class UpsertProgram {
    private UpsertProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("metadata", UpsertProgram::metadata);
        cases.put("upserts and deletes", UpsertProgram::upsertsAndDeletes);
        cases.put("codecs", UpsertProgram::codecs);
        cases.put("parts of a row", UpsertProgram::partsOfRow);
        cases.put("abort", UpsertProgram::abort);
        cases.put("keys of several types", UpsertProgram::keysOfSeveralTypes);
        cases.put("refusals", UpsertProgram::refusals);
    }

    private static void table(Odps odps, String name, String columns, String key, int buckets) throws OdpsException {
        Client.fresh(odps, name, "(" + columns + ", PRIMARY KEY (" + key + ")) TBLPROPERTIES (\"transactional\"=\"true\", "
                + "\"write.bucket.num\"=\"" + buckets + "\", \"acid.partial.fields.update.enable\"=\"true\")");
    }

    private static TableTunnel.UpsertSession session(Odps odps, String table) throws Exception {
        return Client.tunnel(odps).buildUpsertSession(odps.getDefaultProject(), table).setSlotNum(1).build();
    }

    private static Record record(TableTunnel.UpsertSession session, Object... row) {
        Record record = session.newRecord();
        for (int i = 0; i < row.length; ++i)
            record.set(i, row[i]);
        return record;
    }

    private static void metadata(Odps odps) throws Exception {
        table(odps, "jd_meta", "k BIGINT NOT NULL, v STRING", "k", 4);
        var table = odps.tables().get("jd_meta");
        Check.that(table.isTransactional(), "the table is transactional");
        Check.same(table.getPrimaryKey(), List.of("k"), "primary key");
        Client.drop(odps, "jd_meta");
    }

    private static void upsertsAndDeletes(Odps odps) throws Exception {
        table(odps, "jd_rows", "k BIGINT NOT NULL, v STRING", "k", 4);
        try (var session = session(odps, "jd_rows")) {
            UpsertStream stream = session.buildUpsertStream().build();
            for (long k = 0; k < 1000; ++k)
                stream.upsert(record(session, k, "first"));
            stream.flush();
            Check.same(Client.query(odps, "SELECT COUNT(*) FROM jd_rows"), List.of(List.of("0")), "rows before the commit");
            for (long k = 0; k < 1000; k += 2)
                stream.upsert(record(session, k, "second"));
            for (long k = 0; k < 1000; k += 10)
                stream.delete(record(session, k, null));
            stream.flush();
            stream.close();
            session.commit(false);
        }
        Check.same(Client.query(odps, "SELECT v, COUNT(*), SUM(k) FROM jd_rows GROUP BY v ORDER BY v"),
                List.of(List.of("first", "500", "250000"), List.of("second", "400", "200000")), "rows");
        try (var session = session(odps, "jd_rows")) { // another session changes what the first one left
            UpsertStream stream = session.buildUpsertStream().build();
            stream.upsert(record(session, 1L, "third"));
            stream.delete(record(session, 3L, null));
            stream.upsert(record(session, 0L, "back"));
            stream.close();
            session.commit(false);
        }
        Check.same(Client.query(odps, "SELECT k, v FROM jd_rows WHERE k IN (0, 1, 3) ORDER BY k"),
                List.of(List.of("0", "back"), List.of("1", "third")), "rows changed by a second session");
        Client.drop(odps, "jd_rows");
    }

    private static void codecs(Odps odps) throws Exception {
        for (CompressAlgorithm codec : TunnelProgram.CODECS) {
            table(odps, "jd_codec", "k BIGINT NOT NULL, v STRING", "k", 2);
            try (var session = session(odps, "jd_codec")) {
                UpsertStream stream = session.buildUpsertStream().setCompressOption(TunnelProgram.option(codec)).build();
                for (long k = 0; k < 500; ++k)
                    stream.upsert(record(session, k, "row " + k));
                stream.close();
                session.commit(false);
            }
            Check.same(Client.query(odps, "SELECT COUNT(*), SUM(k), MAX(v) FROM jd_codec"),
                    List.of(List.of("500", "124750", "row 99")), "rows by " + codec);
        }
        Client.drop(odps, "jd_codec");
    }

    private static void partsOfRow(Odps odps) throws Exception {
        table(odps, "jd_part", "k BIGINT NOT NULL, a STRING, b BIGINT", "k", 1);
        try (var session = session(odps, "jd_part")) {
            UpsertStream stream = session.buildUpsertStream().build();
            stream.upsert(record(session, 1L, "one", 10L));
            stream.flush();
            stream.upsert(record(session, 1L, null, 11L), List.of("b"));
            stream.close();
            session.commit(false);
        }
        Check.same(Client.query(odps, "SELECT k, a, b FROM jd_part"), List.of(List.of("1", "one", "11")), "the row");
        Client.drop(odps, "jd_part");
    }

    private static void abort(Odps odps) throws Exception {
        table(odps, "jd_abort", "k BIGINT NOT NULL, v STRING", "k", 2);
        var session = session(odps, "jd_abort");
        UpsertStream stream = session.buildUpsertStream().build();
        stream.upsert(record(session, 1L, "gone"));
        stream.close();
        session.abort();
        session.close();
        Check.same(Client.query(odps, "SELECT COUNT(*) FROM jd_abort"), List.of(List.of("0")), "rows of an aborted session");
        Client.drop(odps, "jd_abort");
    }

    private static void keysOfSeveralTypes(Odps odps) throws Exception {
        table(odps, "jd_keys", "a STRING NOT NULL, b INT NOT NULL, v BIGINT", "a, b", 8);
        try (var session = session(odps, "jd_keys")) {
            UpsertStream stream = session.buildUpsertStream().build();
            for (int round = 0; round < 2; ++round)
                for (int i = 0; i < 200; ++i)
                    stream.upsert(record(session, "中" + i % 20, i, (long) (i + round)));
            stream.close();
            session.commit(false);
        }
        Check.same(Client.query(odps, "SELECT COUNT(*), SUM(v) FROM jd_keys"), List.of(List.of("200", "20100")), "rows");
        Client.drop(odps, "jd_keys");
    }

    private static void refusals(Odps odps) throws Exception {
        Client.fresh(odps, "jd_plain", "(a BIGINT)");
        Check.refused(TunnelException.class, () -> session(odps, "jd_plain"));
        Check.refused(TunnelException.class, () -> session(odps, "jd_absent"), "NoSuchTable");
        Client.drop(odps, "jd_plain");
    }
}
