import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.ResultSet;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.InstanceTunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SQL instances: their states, results in the answer and by the instance tunnel, failures. */
final class SqlProgram {
    private SqlProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("select", SqlProgram::select);
        cases.put("instance tunnel", SqlProgram::instanceTunnel);
        cases.put("result set", SqlProgram::resultSet);
        cases.put("every type", SqlProgram::everyType);
        cases.put("failures", SqlProgram::failures);
        cases.put("instances", SqlProgram::instances);
    }

    private static void select(Odps odps) throws OdpsException {
        Instance instance = SQLTask.run(odps, "SELECT 1 AS a, 'x, \"y\"' AS b, CAST(NULL AS BIGINT) AS c;");
        instance.waitForSuccess(20);
        Check.that(instance.isTerminated() && instance.isSuccessful(), "the instance succeeded");
        List<Record> rows = SQLTask.getResult(instance);
        Check.same(rows.size(), 1, "rows");
        Check.same(rows.get(0).getString("b"), "x, \"y\"", "a text");
        Check.same(rows.get(0).getString("a"), "1", "a number");
        Check.same(instance.getTaskStatus().size(), 1, "tasks");
        Check.that(instance.getStartTime() != null && instance.getEndTime() != null, "times");
        Check.that(instance.getTaskSummary(instance.getTaskNames().iterator().next()) != null, "summary");
        Check.that(instance.getTaskProgress(instance.getTaskNames().iterator().next()) != null, "progress");
    }

    private static Instance numbers(Odps odps, int count) throws OdpsException {
        Client.fresh(odps, "js_numbers", "(n BIGINT, s STRING)");
        Client.sql(odps, "INSERT INTO js_numbers SELECT n, CONCAT('text ', CAST(n AS STRING)) FROM "
                + "(SELECT EXPLODE(SEQUENCE(0, " + (count - 1) + ")) AS n) t");
        Instance instance = SQLTask.run(odps, "SELECT n, s FROM js_numbers ORDER BY n LIMIT 1000000;");
        instance.waitForSuccess(20);
        return instance;
    }

    private static void instanceTunnel(Odps odps) throws Exception {
        Instance instance = numbers(odps, 25000);
        InstanceTunnel.DownloadSession session = new InstanceTunnel(odps)
                .createDownloadSession(odps.getDefaultProject(), instance.getId());
        Check.same(session.getRecordCount(), 25000L, "rows of the result");
        Check.same(session.getSchema().getColumns().size(), 2, "columns of the result");
        for (boolean compressed : new boolean[] {false, true}) {
            try (var reader = session.openRecordReader(24000, 500, compressed)) {
                List<Object> seen = new ArrayList<>();
                for (Record record = reader.read(); record != null; record = reader.read())
                    seen.add(record.getBigint(0));
                Check.same(seen.size(), 500, "rows of a range");
                Check.same(seen.get(0), 24000L, "the first of them");
            }
        }
        Client.drop(odps, "js_numbers");
    }

    private static void resultSet(Odps odps) throws Exception {
        ResultSet rows = SQLTask.getResultSet(numbers(odps, 12000));
        long sum = 0;
        for (Record record : rows)
            sum += record.getBigint("n");
        Check.same(sum, 12000L * 11999 / 2, "the sum of all rows");
        Instance empty = SQLTask.run(odps, "SELECT 1 AS a WHERE 1 = 0;");
        empty.waitForSuccess(20);
        Check.same(SQLTask.getResultByInstanceTunnel(empty).size(), 0, "an empty result");
        Client.drop(odps, "js_numbers");
    }

    private static void everyType(Odps odps) throws Exception {
        Instance instance = SQLTask.run(odps, "SELECT " + EveryType.AS_SQL.get(0) + ";");
        instance.waitForSuccess(20);
        List<Record> rows = SQLTask.getResultByInstanceTunnel(instance);
        Check.same(EveryType.plainRow(rows.get(0)), EveryType.plainRow(EveryType.rows().get(0)), "a row of every type");
    }

    private static void failures(Odps odps) throws Exception {
        Check.refused(OdpsException.class, () -> Client.sql(odps, "SELECT * FROM js_absent"), "js_absent");
        Check.refused(OdpsException.class, () -> Client.sql(odps, "SELEKT 1"), "parse");
        Instance instance = SQLTask.run(odps, "SELECT * FROM js_absent;");
        while (!instance.isTerminated())
            Thread.sleep(20);
        Check.that(!instance.isSuccessful(), "the instance failed");
        Check.that(instance.getTaskResults().values().iterator().next().contains("ODPS-0130131"), "the code of the failure");
        Check.refused(OdpsException.class, () -> odps.instances().get("20240101000000000gabsent").getTaskStatus());
    }

    private static void instances(Odps odps) throws OdpsException {
        Instance instance = SQLTask.run(odps, "SELECT 1;");
        instance.waitForSuccess(20);
        List<String> ids = new ArrayList<>();
        odps.instances().iterator().forEachRemaining(listed -> ids.add(listed.getId()));
        Check.that(ids.contains(instance.getId()), "the instance is listed");
        Check.that(odps.instances().exists(instance.getId()), "the instance exists");
    }
}
