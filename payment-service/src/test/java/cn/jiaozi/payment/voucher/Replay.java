package cn.jiaozi.payment.voucher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// The same inputs once more: in the order in which they came, or the uploads in another one, cut and repeated.
final class Replay {
    private static final int ORDERS = 3;

    private final OfflineSimulation simulation;
    private final List<String> wrong = new ArrayList<>();

    private Replay(OfflineSimulation simulation) {
        this.simulation = simulation;
    }

    static List<String> of(OfflineSimulation simulation) {
        var replay = new Replay(simulation);
        replay.recorded();
        for (int order = 1; order <= ORDERS; order++) {
            replay.honest(order);
            replay.all(order);
        }
        return replay.wrong;
    }

    private void recorded() {
        var again = bank();
        simulation.feed.inputs.forEach(again::apply);
        var first = simulation.feed.bank;
        require(again.accounts.balances().equals(first.accounts.balances()), "The recorded order gives another ledger");
        require(again.lines.equals(first.lines), "The recorded order gives other verdicts");
    }

    /// Of honest purses alone: every account ends the same.
    private void honest(int order) {
        Set<String> honest = new HashSet<>();
        simulation.cards.values().stream().filter(card -> card.role.isHonest()).forEach(card -> honest.add(card.id()));
        Predicate<Copy> ofHonest = copy -> honest.contains(copy.debit().payer());
        var inOrder = bank();
        for (var input : simulation.feed.inputs) {
            inOrder.apply(
                    input instanceof Input.Uploaded uploaded
                            ? new Input.Uploaded(
                                    uploaded.at(),
                                    uploaded.copies().stream().filter(ofHonest).toList())
                            : input);
        }
        var shuffled = shuffled(order, ofHonest);
        for (var account : inOrder.accounts.balances().keySet()) {
            require(
                    inOrder.accounts.balanceFen(account) == shuffled.accounts.balanceFen(account),
                    "Order " + order + " of honest uploads ends with " + shuffled.accounts.balanceFen(account) + " in "
                            + account + " and not with " + inOrder.accounts.balanceFen(account));
        }
    }

    /// All of them: whoever is honest has the same, and losses have their cap.
    private void all(int order) {
        for (var flaw : Checks.of(simulation, shuffled(order, _ -> true))) {
            wrong.add("In order " + order + ": " + flaw);
        }
    }

    /// First all that the owner of purses has told and done, then the uploads: no copy comes before what it
    /// is judged by.
    private Reconciliation shuffled(int order, Predicate<Copy> which) {
        var random = new Random(simulation.seed * 31 + order);
        var bank = bank();
        var uploads = new ArrayList<Input>();
        var last = new ArrayList<Input>();
        var end = simulation.timeline.instant();
        for (var input : simulation.feed.inputs) {
            switch (input) {
                case Input.Uploaded uploaded ->
                    uploads.addAll(cut(uploaded.copies().stream().filter(which).toList(), end, random));
                case Input.Released released -> last.add(released);
                case Input.Passed _ -> {}
                case Input.Heard _, Input.Moved _, Input.Synced _ -> bank.apply(input);
            }
        }
        Collections.shuffle(uploads, random);
        uploads.forEach(bank::apply);
        bank.apply(new Input.Passed(end));
        last.forEach(bank::apply);
        return bank;
    }

    private static List<Input> cut(List<Copy> copies, Instant end, Random random) {
        var parts = new ArrayList<Input>();
        for (int from = 0; from < copies.size(); ) {
            int to = Math.min(copies.size(), from + 1 + random.nextInt(4));
            var part = new Input.Uploaded(end, copies(copies.subList(from, to), random));
            parts.add(part);
            if (random.nextInt(4) == 0) {
                parts.add(part);
            }
            from = to;
        }
        return parts;
    }

    private static List<Copy> copies(List<Copy> part, Random random) {
        var batch = new UUID(random.nextLong(), random.nextLong());
        var first = part.getFirst();
        return Line.copies(
                batch, first.uploader(), part.stream().map(Copy::voucher).toList(), first.receivedAt());
    }

    private Reconciliation bank() {
        return new Reconciliation(simulation.world, simulation.checked);
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            wrong.add(otherwise);
        }
    }
}
