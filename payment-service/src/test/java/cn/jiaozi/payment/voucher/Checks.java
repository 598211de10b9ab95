package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold after every seed, said in a sentence where it does not.
final class Checks {
    private final OfflineSimulation simulation;
    private final Reconciliation bank;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Card> cards = new HashMap<>();
    private final Map<Hash, Taken> taken = new LinkedHashMap<>();

    /// What a payee holds.
    private record Taken(Till till, Card card, Debit debit) {
        boolean isByTheRules() {
            return till.manner == Till.Manner.GOOD;
        }
    }

    private Checks(OfflineSimulation simulation, Reconciliation bank) {
        this.simulation = simulation;
        this.bank = bank;
        simulation.cards.values().forEach(card -> cards.put(card.id(), card));
        for (var till : simulation.tills) {
            for (var voucher : till.tray.taken()) {
                var debit = voucher.voucher().debit().content();
                taken.put(voucher.hash(), new Taken(till, card(debit.payer()), debit));
            }
        }
    }

    /// @param bank the one of the run, or of another order of the same
    static List<String> of(OfflineSimulation simulation, Reconciliation bank) {
        var checks = new Checks(simulation, bank);
        checks.money();
        checks.loads();
        checks.payments();
        checks.honestPayers();
        checks.fraudsAreFound();
        checks.clonesAreFound();
        return checks.wrong;
    }

    private Card card(String purse) {
        return Objects.requireNonNull(cards.get(purse));
    }

    private boolean isHonest(String purse) {
        return card(purse).role.isHonest();
    }

    private void money() {
        long sumFen = bank.accounts.balances().values().stream().reduce(0L, Math::addExact);
        require(sumFen == 0, () -> "The accounts come to " + sumFen);
        bank.accounts
                .balances()
                .keySet()
                .forEach(account -> require(
                        bank.accounts.roomFen(account) >= 0,
                        () -> account + " is at " + bank.accounts.balanceFen(account)));
        require(!bank.waits(), () -> "Copies still wait");
    }

    /// Reserve, paid from it and given back are what was loaded, load by load; in the end nothing is left.
    private void loads() {
        var covered = new HashMap<String, Long>();
        for (var paid : bank.paid.values()) {
            var debit = paid.copy().debit();
            covered.merge(
                    Accounts.reserve(debit.payer(), debit.load()),
                    debit.amountFen() - paid.receivableFen(),
                    Math::addExact);
        }
        var back = new HashMap<>(bank.releasedFen);
        var loaded = new HashMap<String, Long>();
        for (var input : simulation.feed.inputs) {
            if (input instanceof Input.Moved moved) {
                back.merge(moved.from(), moved.amountFen(), Math::addExact);
                loaded.merge(moved.to(), moved.amountFen(), Math::addExact);
            }
        }
        for (PurseFact.Load load : simulation.register.loads()) {
            var reserve = load.reserve();
            long paidFen = covered.getOrDefault(reserve, 0L);
            long backFen = back.getOrDefault(reserve, 0L);
            long leftFen = bank.accounts.balanceFen(reserve);
            require(
                    loaded.getOrDefault(reserve, 0L) == load.amountFen()
                            && load.amountFen() == paidFen + backFen + leftFen
                            && leftFen == 0,
                    () -> reserve + " was loaded with " + load.amountFen() + ", has paid " + paidFen + ", given back "
                            + backFen + " and holds " + leftFen);
        }
    }

    private void payments() {
        var received = new HashMap<String, Long>();
        for (var paid : bank.paid.values()) {
            var debit = paid.copy().debit();
            received.merge(Accounts.wallet(debit.payee()), debit.amountFen(), Math::addExact);
            require(
                    !isHonest(debit.payer()) || taken.containsKey(debit.hash()),
                    () -> "Paid for an honest purse, and nobody has got it: " + debit);
        }
        simulation.tills.forEach(till -> {
            var wallet = Accounts.wallet(till.device.id());
            require(
                    bank.accounts.balanceFen(wallet) == received.getOrDefault(wallet, 0L),
                    () -> wallet + " has not what was paid to it");
        });
        taken.forEach((hash, it) -> {
            var role = it.card().role;
            boolean due = role.isHonest() || (it.isByTheRules() && role != Card.Role.EXTRACTED);
            require(
                    !due || bank.paid.containsKey(hash),
                    () -> "Not paid to a payee who has done nothing wrong (" + role + "): " + story(it.debit()));
        });
    }

    private String story(Debit debit) {
        return debit + " "
                + bank.lines.stream()
                        .filter(line -> line.copy().debit().equals(debit))
                        .map(line -> line.verdict() + " by " + line.copy().uploader() + " at "
                                + line.copy().receivedAt())
                        .toList();
    }

    private void honestPayers() {
        var spent = new HashMap<String, Long>();
        taken.values().forEach(it -> spent.merge(it.debit().payer(), it.debit().amountFen(), Math::addExact));
        for (var card : cards.values()) {
            if (!card.role.isHonest()) {
                continue;
            }
            long hasFen = bank.accounts.balanceFen(Accounts.wallet(card.id()));
            long shouldFen = OfflineSimulation.FUNDS_FEN - spent.getOrDefault(card.id(), 0L);
            require(
                    hasFen == shouldFen,
                    () -> card.id() + " (" + card.role + ") has " + hasFen + " and should have " + shouldFen);
            require(
                    bank.lines.stream()
                            .noneMatch(line -> line.verdict() == Verdict.OVER_LIMIT
                                    && line.copy().debit().payer().equals(card.id())),
                    () -> card.id() + " is honest and was over its limits");
            require(
                    !bank.suspected.contains(card.id()),
                    () -> card.id() + " is honest and suspected: " + lines(card.id()));
            require(bank.accounts.balanceFen(Accounts.receivable(card.id())) == 0, () -> card.id() + " owes");
        }
    }

    private List<String> lines(String purse) {
        return bank.lines.stream()
                .filter(line -> line.copy().debit().payer().equals(purse)
                        && line.verdict().isSuspicious())
                .map(line -> line.verdict() + " " + line.copy())
                .toList();
    }

    /// Wherever two vouchers cannot both come from one chip, and both have come from payees that did nothing
    /// wrong.
    private void fraudsAreFound() {
        Set<String> found = new HashSet<>();
        for (var line : bank.lines) {
            if (line.verdict() == Verdict.DOUBLE_SPEND || line.verdict() == Verdict.FORK) {
                found.add(at(line.copy().debit(), 0));
            }
        }
        var byCounter = new HashMap<String, Set<Debit>>();
        taken.values().stream()
                .filter(Taken::isByTheRules)
                .map(Taken::debit)
                .forEach(debit -> byCounter
                        .computeIfAbsent(at(debit, 0), _ -> new HashSet<>())
                        .add(debit));
        byCounter.forEach((at, rivals) -> {
            var one = rivals.iterator().next();
            require(
                    rivals.size() == 1 || (found.contains(at) && bank.suspected.contains(one.payer())),
                    () -> "Spent twice and not found: " + rivals);
            for (var next : byCounter.getOrDefault(at(one, 1), Set.of())) {
                boolean follows = rivals.stream().anyMatch(each -> each.hash().equals(next.previous()));
                require(
                        follows || found.contains(at) || found.contains(at(one, 1)),
                        () -> "Does not follow and not found: " + next);
            }
        });
    }

    /// Wherever the bank has got two debits with one counter that the purse has signed, whatever became of them.
    private void clonesAreFound() {
        var signed = new HashMap<String, Set<Debit>>();
        for (var line : bank.lines) {
            var signatures = simulation.checked.get(line.copy().voucher());
            if (signatures != null && signatures.payer()) {
                var debit = line.copy().debit();
                signed.computeIfAbsent(at(debit, 0), _ -> new HashSet<>()).add(debit);
            }
        }
        signed.values()
                .forEach(rivals -> require(
                        rivals.size() == 1
                                || bank.suspected.contains(
                                        rivals.iterator().next().payer()),
                        () -> "Signed twice and not suspected: " + rivals));
    }

    private static String at(Debit debit, int further) {
        return debit.payer() + " " + (debit.counter() + further);
    }

    private void require(boolean right, Supplier<String> otherwise) {
        if (!right) {
            wrong.add(otherwise.get());
        }
    }
}
