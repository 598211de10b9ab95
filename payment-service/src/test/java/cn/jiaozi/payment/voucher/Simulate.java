package cn.jiaozi.payment.voucher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// `./jiaozi simulate`: plays seeds on all processors, a line for each, and ends with one JSON object.
final class Simulate {
    private static final String USAGE = "usage: ./jiaozi simulate [--seeds N] [--first S]";

    private final World world = new World();
    private final long first;
    private final int seeds;
    private final long began = System.nanoTime();
    private final List<Long> failed = new ArrayList<>();
    private long copies;
    private long paid;

    private Simulate(long first, int seeds) {
        this.first = first;
        this.seeds = seeds;
    }

    public static void main(String[] args) throws InterruptedException {
        long first = 1;
        int seeds = 100;
        try {
            for (int i = 0; i < args.length; i += 2) {
                switch (args[i]) {
                    case "--first" -> first = Long.parseLong(args[i + 1]);
                    case "--seeds" -> seeds = Math.max(1, Integer.parseInt(args[i + 1]));
                    default -> throw new IllegalArgumentException(args[i]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            System.err.println(USAGE);
            System.exit(2);
        }
        var simulate = new Simulate(first, seeds);
        simulate.play();
        System.out.println(simulate.json());
        System.exit(simulate.failed.isEmpty() ? 0 : 1);
    }

    private void play() throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var running = new ArrayList<Future<Played>>();
            for (int i = 0; i < seeds; i++) {
                long seed = first + i;
                running.add(pool.submit(() -> Played.of(world, seed)));
            }
            for (int i = 0; i < seeds; i++) {
                tell(first + i, running.get(i));
            }
        }
    }

    private void tell(long seed, Future<Played> running) throws InterruptedException {
        try {
            var played = running.get();
            copies += played.copies();
            paid += played.paid();
            if (!played.wrong().isEmpty()) {
                failed.add(seed);
            }
            System.out.println(played);
        } catch (ExecutionException broken) {
            failed.add(seed);
            System.out.println("seed " + seed + ": broken: " + broken.getCause());
        }
        if (failed.contains(seed)) {
            System.out.println("    alone: ./jiaozi simulate --seeds 1 --first " + seed);
        }
    }

    private String json() {
        var seedsFailed = failed.stream().map(String::valueOf).collect(Collectors.joining(","));
        double seconds = (System.nanoTime() - began) / 1e9;
        return "{\"seeds\":%d,\"first\":%d,\"failed\":[%s],\"copies\":%d,\"vouchersPaid\":%d,\"seconds\":%.1f}"
                .formatted(seeds, first, seedsFailed, copies, paid, seconds);
    }
}
