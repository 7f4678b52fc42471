import com.aliyun.odps.Odps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the programs named as arguments in one virtual machine, side by side since the client sleeps much; ends with 1
 * when a case failed. Each program has tables of its own.
 */
public final class Programs {
    private Programs() {}

    interface Case {
        void run(Odps odps) throws Exception;
    }

    /** The cases of a program by their names, in order. */
    static Map<String, Case> casesOf(String program) {
        Map<String, Case> cases = new LinkedHashMap<>();
        switch (program) {
            case "account" -> AccountProgram.addTo(cases);
            case "tables" -> TablesProgram.addTo(cases);
            case "layout" -> LayoutProgram.addTo(cases);
            case "sql" -> SqlProgram.addTo(cases);
            case "tunnel" -> TunnelProgram.addTo(cases);
            case "arrow" -> ArrowProgram.addTo(cases);
            case "preview" -> PreviewProgram.addTo(cases);
            case "stream" -> StreamProgram.addTo(cases);
            case "upsert" -> UpsertProgram.addTo(cases);
            default -> throw new IllegalArgumentException("There is no program \"" + program + "\".");
        }
        return cases;
    }

    private static final AtomicInteger failed = new AtomicInteger();

    private static void run(String program) {
        for (Map.Entry<String, Case> test : casesOf(program).entrySet()) {
            String name = program + " " + test.getKey();
            try {
                test.getValue().run(Client.connect());
                System.out.println("ok    " + name);
            } catch (Throwable error) {
                failed.incrementAndGet();
                StringWriter trace = new StringWriter();
                error.printStackTrace(new PrintWriter(trace));
                System.out.println("FAIL  " + name + "\n" + trace);
            }
        }
    }

    public static void main(String[] programs) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (String program : programs)
            threads.add(new Thread(() -> run(program), program));
        for (Thread thread : threads)
            thread.start();
        for (Thread thread : threads)
            thread.join();
        System.exit(failed.get() == 0 ? 0 : 1); // the client's own threads do not end by themselves
    }
}
