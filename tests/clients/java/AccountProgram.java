import com.aliyun.odps.Odps;
import com.aliyun.odps.account.BearerTokenAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import java.util.List;
import java.util.Map;

/** Bearer tokens: made by whoever has the key, and taken in its place on each plane. */
final class AccountProgram {
    private AccountProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("bearer token", AccountProgram::bearerToken);
        cases.put("bearer token of others", AccountProgram::tokenOfOthers);
    }

    private static Odps connect(Odps odps, String token) {
        Odps other = new Odps(new BearerTokenAccount(token));
        other.setEndpoint(odps.getEndpoint());
        other.setDefaultProject(odps.getDefaultProject());
        other.getRestClient().setRetryTimes(0);
        return other;
    }

    private static String token(Odps odps, String action, String resource) throws Exception {
        String policy = "{\"expires_in_hours\": 1, \"policy\": {\"Statement\": [{\"Action\": [\"" + action
                + "\"], \"Effect\": \"Allow\", \"Resource\": [\"acs:odps:*:projects/" + odps.getDefaultProject() + resource
                + "\"]}], \"Version\": \"1\"}}";
        return odps.projects().get().getSecurityManager().generateAuthorizationToken(policy, "bearer");
    }

    private static void bearerToken(Odps odps) throws Exception {
        Client.fresh(odps, "jb_rows", "(a BIGINT)");
        Odps holder = connect(odps, token(odps, "odps:*", "/*"));
        var upload = Client.tunnel(holder).createUploadSession(odps.getDefaultProject(), "jb_rows");
        var writer = upload.openRecordWriter(0);
        Record record = new ArrayRecord(upload.getSchema());
        record.set(0, 5L);
        writer.write(record);
        writer.close();
        upload.commit(new Long[] {0L});
        Check.same(Client.query(holder, "SELECT a FROM jb_rows"), List.of(List.of("5")), "rows");
        Odps reader = connect(odps, token(odps, "odps:Read", "/tables/jb_rows"));
        var download = Client.tunnel(reader).createDownloadSession(odps.getDefaultProject(), "jb_rows");
        Check.same(download.openRecordReader(0, 1).read().get(0), 5L, "a row for one who reads only");
        Check.refused(Exception.class, () -> Client.sql(reader, "DROP TABLE jb_rows"), "policy does not allow");
        Check.refused(Exception.class,
                () -> Client.tunnel(reader).createUploadSession(odps.getDefaultProject(), "jb_rows"), "NoPermission");
        Client.drop(odps, "jb_rows");
    }

    private static void tokenOfOthers(Odps odps) throws Exception {
        Odps other = connect(odps, "bm9uZSxvZix0aGlz");
        Check.refused(Exception.class, () -> other.tables().iterator().hasNext(), "bearer token");
    }
}
