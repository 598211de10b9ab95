package cn.jiaozi.local;

import ch.qos.logback.classic.Level;
import cn.jiaozi.local.Child.Program;
import cn.jiaozi.local.token.DevelopmentIssuer;
import cn.jiaozi.local.token.DevelopmentTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All of Jiaozi on this machine: the token issuer in this process; PostgreSQL, Kafka, the bank core's simulator and
/// the five services as its children. Data stays in one folder; a suite that was killed starts again on it.
public final class Suite implements AutoCloseable {
    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String CORE = "core";

    private static final List<String> SERVERS = List.of(POSTGRES, KAFKA);

    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final int HOPELESS = 3;

    private final Options options;
    private final List<Service> services;
    private final Environment environment;
    private final Launch launch;
    private final Steps steps;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("suite-starter").daemon().factory());
    private final Thread hook = new Thread(this::stop);

    private @Nullable FileChannel lock;
    private @Nullable DevelopmentIssuer issuer;
    private volatile boolean ready;
    private volatile boolean stopped;

    private Suite(Options options) {
        this.options = options;
        this.services = options.ledgerAlone() ? List.of(Service.LEDGER) : List.of(Service.values());
        this.environment = new Environment(options.addresses(), options.dataDir());
        this.launch = new Launch(options);
        this.steps = new Steps(options.progress());
    }

    /// Returns when every process is ready.
    public static Suite start(Options options) {
        var suite = new Suite(options);
        Runtime.getRuntime().addShutdownHook(suite.hook);
        try {
            suite.start();
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    public URI gateway() {
        return Addresses.uri(options.addresses().gateway());
    }

    public URI core() {
        return Addresses.uri(options.addresses().core());
    }

    public String kafka() {
        return "localhost:" + options.addresses().kafka();
    }

    /// With the user `postgres`, who needs no password here.
    public String jdbc(String database) {
        return options.addresses().jdbc(database);
    }

    /// As another process sees it.
    public Running running() {
        return Running.on(options.dataDir());
    }

    public Addresses addresses() {
        return options.addresses();
    }

    public DevelopmentTokens tokens() {
        return environment.tokens();
    }

    /// SIGKILL for `postgres`, `kafka`, `core` or a service (`ledger-service`, …); like any process that ends, it is
    /// started again.
    public void kill(String name) {
        child(name).kill();
    }

    /// Stops a process and leaves it so until [#restart].
    public void stop(String name) {
        child(name).askToStop();
        child(name).awaitStop();
    }

    /// Stops a process when it runs, starts it and waits until it is ready.
    public void restart(String name) {
        stop(name);
        child(name).start();
        awaitReady(List.of(name));
    }

    /// A JVM that is not the suite's own, in which `main` runs on the libraries, the flags and the environment of
    /// a service.
    ///
    /// @param classes the folder or the jar that `main` lies in
    public ProcessBuilder beside(String name, Path classes, String main, String... arguments) {
        var service = services.stream()
                .filter(one -> one.processName().equals(name))
                .findFirst()
                .orElseThrow();
        var command = new ArrayList<>(launch.beside(service, classes, main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environmentOf(service));
        return builder;
    }

    public void awaitReady() {
        awaitReady(List.copyOf(children.keySet()));
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is already ending, and the hook has nothing left to do.
        }
    }

    private void start() {
        LogLevels.set("cn.jiaozi.local", Level.INFO);
        lock = Preflight.claim(options.dataDir());
        RunFile.read(options.dataDir()).ifPresent(RunFile::endChildren);
        LocalPostgres.clear(dir(POSTGRES));
        Preflight.disk(options.dataDir());
        Preflight.ports(options.addresses());
        addChildren();
        writeRunFile();

        startServers();
        trainMissing();
        for (int shard = 1; shard < options.addresses().shards(); shard++) {
            child(Addresses.ledgerName(shard)).start();
        }
        services.forEach(service -> child(service.processName()).start());
        awaitReady();
        ready = true;
        writeRunFile();
    }

    /// Kafka and PostgreSQL come up side by side while the jars are unpacked. The services can wait for Kafka, which
    /// takes longest, and not for PostgreSQL.
    private void startServers() {
        child(KAFKA).start();
        if (!options.ledgerAlone()) {
            child(CORE).start();
        }
        LocalPostgres.prepare(dir(POSTGRES));
        child(POSTGRES).start();
        if (!options.ledgerAlone()) {
            issuer = DevelopmentIssuer.start(options.addresses().issuer(), environment.tokens());
        }
        services.forEach(launch::unpack);
        awaitReady(List.of(POSTGRES));
        for (int shard = 1; shard < options.addresses().shards(); shard++) {
            LocalPostgres.database(options.addresses().postgres(), Addresses.ledgerDatabase(shard));
        }
    }

    private void trainMissing() {
        var untrained = services.stream()
                .filter(service -> options.training() && !launch.isTrained(service))
                .toList();
        if (untrained.isEmpty()) {
            return;
        }
        // Two at a time: a start keeps hardly more than one processor busy.
        try (var trainers = Executors.newFixedThreadPool(2)) {
            untrained.forEach(service -> trainers.execute(() ->
                    steps.run("AOT cache of " + service.processName() + " (once per build)", () -> {
                        launch.train(service, environmentOf(service));
                        return service;
                    })));
        }
    }

    private void addChildren() {
        var ports = options.addresses();
        var env = options.env();
        add(new Program(
                POSTGRES,
                () -> Stream.concat(
                                ParentDeath.prefix().stream(),
                                LocalPostgres.command(dir(POSTGRES), ports.postgres()).stream())
                        .toList(),
                env.getOrDefault(POSTGRES, Map.of()),
                log(POSTGRES),
                "INT"));
        add(program(KAFKA, () -> launch.kafka(dir(KAFKA), ports.kafka()), env.getOrDefault(KAFKA, Map.of())));
        if (!options.ledgerAlone()) {
            add(program(CORE, () -> launch.core(dir(CORE), ports.core()), env.getOrDefault(CORE, Map.of())));
        }
        for (var service : services) {
            add(program(service.processName(), () -> launch.command(service), environmentOf(service)));
        }
        for (int shard = 1; shard < ports.shards(); shard++) {
            add(program(Addresses.ledgerName(shard), () -> launch.command(Service.LEDGER), environmentOfShard(shard)));
        }
    }

    private Program program(String name, Supplier<List<String>> command, Map<String, String> env) {
        return new Program(name, command, env, log(name), "TERM");
    }

    private void add(Program program) {
        children.put(program.name(), new Child(program, starter, options.progress(), this::writeRunFile));
    }

    private Path dir(String name) {
        return options.dataDir().resolve(name);
    }

    private Path log(String name) {
        return options.dataDir().resolve("logs").resolve(name + ".log");
    }

    private Map<String, String> environmentOf(Service service) {
        var env = environment.of(service);
        env.putAll(options.env().getOrDefault(service.processName(), Map.of()));
        return env;
    }

    /// What is said for shard 0 goes for all of them.
    private Map<String, String> environmentOfShard(int shard) {
        var env = environmentOf(Service.LEDGER);
        environment.shard(env, shard);
        env.putAll(options.env().getOrDefault(Addresses.ledgerName(shard), Map.of()));
        return env;
    }

    private void awaitReady(List<String> names) {
        var waiting = new ArrayList<>(names);
        var end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!waiting.isEmpty()) {
            waiting.removeIf(name -> {
                var up = Readiness.isUp(name, options.addresses());
                if (up) {
                    steps.done(name + " is ready");
                }
                return up;
            });
            for (var name : waiting) {
                var child = child(name);
                if (child.failures() >= HOPELESS || System.nanoTime() > end) {
                    throw new StartFailed(
                            name + " does not become ready. The end of " + child.log() + ":\n" + tail(child.log()));
                }
            }
            if (stopped) {
                throw new StartFailed("stopped while starting");
            }
            steps.pause();
        }
    }

    private Child child(String name) {
        var child = children.get(name);
        if (child == null) {
            throw new IllegalArgumentException(name + " is none of " + children.keySet());
        }
        return child;
    }

    private void writeRunFile() {
        synchronized (children) {
            if (stopped) {
                return;
            }
            var pids = new LinkedHashMap<String, Long>();
            children.forEach((name, child) -> child.running().ifPresent(process -> pids.put(name, process.pid())));
            new RunFile(ProcessHandle.current().pid(), ready, options.addresses(), pids).write(options.dataDir());
        }
    }

    /// Services first, so that they can finish what they have begun; then what they stand on.
    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        stop(child -> !SERVERS.contains(child));
        closeQuietly(issuer);
        stop(SERVERS::contains);
        synchronized (children) {
            if (lock != null) {
                RunFile.delete(options.dataDir());
            }
        }
        closeQuietly(lock);
        starter.shutdownNow();
    }

    private void stop(Predicate<String> which) {
        var stopping = children.entrySet().stream()
                .filter(child -> which.test(child.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        stopping.forEach(Child::askToStop);
        stopping.forEach(Child::awaitStop);
    }

    private void closeQuietly(@Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            // One part that cannot be stopped must not keep the others running.
            options.progress().accept("while stopping: " + e);
        }
    }

    private static String tail(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }
}
