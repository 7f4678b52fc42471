import java.util.Objects;

/** Checks that say what they saw. */
final class Check {
    private Check() {}

    interface Action {
        void run() throws Exception;
    }

    static void same(Object seen, Object wanted, String what) {
        if (!Objects.equals(seen, wanted))
            throw new AssertionError(what + ": saw " + seen + ", wanted " + wanted);
    }

    static void that(boolean holds, String what) {
        if (!holds)
            throw new AssertionError(what);
    }

    /** The action must fail with this kind of error, whose text has these words. */
    static void refused(Class<? extends Exception> kind, Action action, String... words) throws Exception {
        try {
            action.run();
        } catch (Exception error) {
            if (!kind.isInstance(error))
                throw error;
            for (String word : words)
                that(String.valueOf(error.getMessage()).toLowerCase().contains(word.toLowerCase()),
                        kind.getSimpleName() + " does not mention \"" + word + "\": " + error.getMessage());
            return;
        }
        throw new AssertionError(kind.getSimpleName() + " was wanted, nothing failed");
    }
}
