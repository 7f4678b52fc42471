import com.aliyun.odps.Odps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first rows of a table by the tunnel's preview. */
final class PreviewProgram {
    private PreviewProgram() {}

    static void addTo(Map<String, Programs.Case> cases) {
        cases.put("first rows", PreviewProgram::firstRows);
        cases.put("every type", PreviewProgram::everyType);
    }

    private static void firstRows(Odps odps) throws Exception {
        Client.fresh(odps, "jp_head", "(a BIGINT, s STRING)");
        Client.sql(odps, "INSERT INTO jp_head VALUES (1, 'one, \"quoted\"'), (2, NULL), (3, 'three')");
        var reader = odps.tables().get("jp_head").read(2);
        List<String> seen = new ArrayList<>();
        for (var record = reader.read(); record != null; record = reader.read())
            seen.add(record.get(0) + " " + record.getString(1));
        Check.same(seen, List.of("1 one, \"quoted\"", "2 null"), "first rows");
        Client.drop(odps, "jp_head");
    }

    private static void everyType(Odps odps) throws Exception {
        Client.fresh(odps, "jp_types", EveryType.DEFINITION);
        Client.sql(odps, "INSERT INTO jp_types SELECT " + EveryType.AS_SQL.get(0));
        Check.same(EveryType.plainRow(odps.tables().get("jp_types").read(1).read()),
                EveryType.plainRow(EveryType.rows().get(0)), "a row of every type");
        Client.drop(odps, "jp_types");
    }
}
