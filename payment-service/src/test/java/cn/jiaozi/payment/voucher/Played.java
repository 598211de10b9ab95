package cn.jiaozi.payment.voucher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A seed that was played to its end, and what was wrong with it.
///
/// @param taps     by what became of them
/// @param verdicts of all copies that were uploaded
/// @param wrong    one sentence each
record Played(long seed, int paid, Map<String, Integer> taps, Map<Verdict, Integer> verdicts, List<String> wrong) {
    static Played of(World world, long seed) {
        var simulation = OfflineSimulation.played(world, seed);
        var bank = simulation.feed.bank;
        var wrong = new ArrayList<>(Checks.of(simulation, bank));
        wrong.addAll(Replay.of(simulation));
        var verdicts = new TreeMap<Verdict, Integer>();
        bank.lines.forEach(line -> verdicts.merge(line.verdict(), 1, Integer::sum));
        return new Played(seed, bank.paid.size(), simulation.counts, verdicts, List.copyOf(wrong));
    }

    int copies() {
        return verdicts.values().stream().mapToInt(many -> many).sum();
    }

    @Override
    public String toString() {
        var end = wrong.isEmpty() ? "right" : wrong.size() + " wrong: " + String.join("\n    ", wrong);
        return "seed " + seed + ": " + copies() + " copies, " + paid + " vouchers paid, " + verdicts + ", " + end;
    }
}
