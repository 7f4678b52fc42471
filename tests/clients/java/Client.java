import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.Configuration;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.io.TunnelRetryHandler;
import java.util.ArrayList;
import java.util.List;

/** The connection from the environment, and what every program does with it. */
final class Client {
    private Client() {}

    static Odps connect() {
        return connect(System.getenv("SLUICE_ACCESS_ID"), System.getenv("SLUICE_ACCESS_KEY"),
                System.getenv("SLUICE_PROJECT"));
    }

    static Odps connect(String accessId, String accessKey, String project) {
        Odps odps = new Odps(new AliyunAccount(accessId, accessKey));
        odps.setEndpoint(System.getenv("SLUICE_ENDPOINT"));
        odps.setDefaultProject(project);
        odps.getRestClient().setRetryTimes(0);
        return odps;
    }

    /** A tunnel that reports the first error instead of trying again for two minutes. */
    static TableTunnel tunnel(Odps odps) {
        TunnelRetryHandler.RetryPolicy never = new TunnelRetryHandler.RetryPolicy() {
            @Override
            public boolean shouldRetry(Exception error, int attempt) {
                return false;
            }

            @Override
            public long getRetryWaitTime(int attempt) {
                return 0;
            }
        };
        return new TableTunnel(odps, Configuration.builder(odps).withRetryPolicy(never).build());
    }

    /** Runs a statement to its end. */
    static void sql(Odps odps, String statement) throws OdpsException {
        SQLTask.run(odps, statement + ";").waitForSuccess(20);
    }

    /** The rows of a query as texts, as the result in the instance's answer has them: NULL is \N. */
    static List<List<String>> query(Odps odps, String statement) throws OdpsException {
        var instance = SQLTask.run(odps, statement + ";");
        instance.waitForSuccess(20);
        List<List<String>> rows = new ArrayList<>();
        for (Record record : SQLTask.getResult(instance)) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < record.getColumnCount(); ++i)
                row.add(record.getString(i));
            rows.add(row);
        }
        return rows;
    }

    /** By SQL, since the client's own way asks for the state once a second. */
    static void drop(Odps odps, String name) throws OdpsException {
        sql(odps, "DROP TABLE IF EXISTS " + name);
    }

    /** An empty table: `definition` is what stands behind its name. */
    static void fresh(Odps odps, String name, String definition) throws OdpsException {
        drop(odps, name);
        sql(odps, "CREATE TABLE " + name + " " + definition);
    }
}
