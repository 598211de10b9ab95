package cn.jiaozi.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Where Linux offers it, children are killed by the kernel when the launcher dies, however it dies. Elsewhere the next
/// start finds them by their numbers (see [RunFile]).
final class ParentDeath {
    private static final List<String> PREFIX = List.of("setpriv", "--pdeathsig", "KILL");
    private static final boolean OFFERED = works();

    private ParentDeath() {}

    static List<String> prefix() {
        return OFFERED ? PREFIX : List.of();
    }

    private static boolean works() {
        try {
            var probe = new ProcessBuilder("setpriv", "--pdeathsig", "KILL", "true")
                    .redirectErrorStream(true)
                    .start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
