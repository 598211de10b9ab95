package cn.jiaozi.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How a suite is to run.
///
/// @param root the folder of the clone, in which the service jars are found
/// @param env variables per process name, stronger than those that the suite sets
/// @param jvmFlags further flags for every service
/// @param training whether missing AOT caches are made before the services start
/// @param ledgerAlone whether PostgreSQL, Kafka and ledger-service are all that is started
public record Options(
        Path root,
        Path dataDir,
        Addresses addresses,
        Map<String, Map<String, String>> env,
        List<String> jvmFlags,
        boolean training,
        boolean ledgerAlone,
        Consumer<String> progress) {

    /// The standard ports, and progress on the standard output.
    public static Options of(Path root, Path dataDir) {
        return new Options(
                root.toAbsolutePath().normalize(),
                dataDir.toAbsolutePath().normalize(),
                Addresses.standard(),
                Map.of(),
                List.of(),
                true,
                false,
                System.out::println);
    }

    public Options withAddresses(Addresses other) {
        return new Options(root, dataDir, other, env, jvmFlags, training, ledgerAlone, progress);
    }

    public Options withRandomPorts() {
        return withAddresses(Addresses.random());
    }

    /// Further shards of the ledger on free ports, each with a database of its own. A data folder keeps its number.
    public Options withShards(int shards) {
        return withAddresses(addresses.withShards(shards));
    }

    public Options withEnv(String process, String name, String value) {
        var changed = new HashMap<>(env);
        var own = new HashMap<>(env.getOrDefault(process, Map.of()));
        own.put(name, value);
        changed.put(process, Map.copyOf(own));
        return new Options(root, dataDir, addresses, Map.copyOf(changed), jvmFlags, training, ledgerAlone, progress);
    }

    public Options withJvmFlags(String... flags) {
        return new Options(root, dataDir, addresses, env, List.of(flags), training, ledgerAlone, progress);
    }

    public Options withoutTraining() {
        return new Options(root, dataDir, addresses, env, jvmFlags, false, ledgerAlone, progress);
    }

    /// For benchmarks of the ledger.
    public Options onlyLedger() {
        return new Options(root, dataDir, addresses, env, jvmFlags, training, true, progress);
    }

    public Options withProgress(Consumer<String> other) {
        return new Options(root, dataDir, addresses, env, jvmFlags, training, ledgerAlone, other);
    }
}
