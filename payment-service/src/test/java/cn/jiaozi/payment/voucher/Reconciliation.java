package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.payment.purse.PurseCopies;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// The bank of a simulation: judges by the rules of the service and pays as the service does, in memory.
final class Reconciliation {
    final Accounts accounts = new Accounts();
    final Map<Hash, Paid> paid = new LinkedHashMap<>();
    final List<Line> lines = new ArrayList<>();
    final Set<String> suspected = new TreeSet<>();
    final Map<String, Long> releasedFen = new TreeMap<>();

    private final World world;
    private final Map<Voucher, Signatures> checked;
    private final Map<String, PurseFact> facts = new HashMap<>();
    private final Map<String, Dossier> dossiers = new TreeMap<>();
    private final Map<Nonces.Key, Hash> nonces = new HashMap<>();
    private final Map<Group, List<Judged>> groups = new LinkedHashMap<>();
    private int newestList;

    /// What has become of a copy.
    record Line(Copy copy, Verdict verdict, Bearer bearer) {}

    /// @param receivableFen what of it no reserve covered
    record Paid(Copy copy, Verdict verdict, long receivableFen) {}

    private record Judged(Copy copy, Finding.Pays pays) {}

    private record Group(UUID batch, String purse, int load, String payee, Funding funding) {}

    /// @param checked what is known of vouchers' signatures; they are the same however often they are asked for
    Reconciliation(World world, Map<Voucher, Signatures> checked) {
        this.world = world;
        this.checked = checked;
    }

    void apply(Input input) {
        switch (input) {
            case Input.Heard heard -> hear(heard.fact(), heard.at());
            case Input.Uploaded uploaded -> {
                var purses = new TreeSet<String>();
                for (var copy : uploaded.copies()) {
                    dossier(copy.debit().payer()).waiting.add(copy);
                    purses.add(copy.debit().payer());
                }
                purses.forEach(purse -> look(purse, uploaded.at()));
            }
            case Input.Synced synced -> dossier(synced.purse()).synced(synced.counter());
            case Input.Moved moved -> accounts.move(moved.from(), moved.to(), moved.amountFen());
            case Input.Released released -> release(released.purse(), released.load());
            case Input.Passed passed -> {
                dossiers.values().forEach(each -> each.giveUp(passed.at().minus(Given.SETTINGS.gapAfter())));
                List.copyOf(dossiers.keySet()).forEach(purse -> look(purse, passed.at()));
            }
        }
    }

    int contiguous(String purse) {
        return dossier(purse).contiguous();
    }

    boolean waits() {
        return dossiers.values().stream().anyMatch(each -> !each.waiting.isEmpty());
    }

    private Dossier dossier(String purse) {
        return dossiers.computeIfAbsent(purse, _ -> new Dossier());
    }

    private void hear(PurseFact fact, Instant now) {
        var known = facts.get(fact.key());
        if (known != null && known.version() >= fact.version()) {
            return;
        }
        facts.put(fact.key(), fact);
        switch (fact) {
            case PurseFact.RevocationList list -> {
                newestList = Math.max(newestList, list.number());
                List.copyOf(dossiers.keySet()).forEach(purse -> look(purse, now));
            }
            case PurseFact.Load load -> {
                if (load.closing().isPresent()) {
                    dossier(load.purseId()).closed(load);
                }
                look(load.purseId(), now);
            }
            case PurseFact.Purse purse -> look(purse.purseId(), now);
        }
    }

    /// Judges what waits of a purse, in the order in which it came, and has it paid.
    private void look(String purse, Instant now) {
        var dossier = dossier(purse);
        var copies = dossier.waiting;
        dossier.waiting = new ArrayList<>();
        var known = new Facts(new PurseCopies(facts, newestList), world.tills, world.stores, world.shown);
        copies.forEach(copy -> judge(copy, dossier, known, now));
        List.copyOf(groups.keySet())
                .forEach(group -> settle(group, Objects.requireNonNull(groups.remove(group)), dossier));
        dossier.concluded().forEach(load -> release(purse, load));
    }

    private void judge(Copy copy, Dossier dossier, Facts known, Instant now) {
        var debit = copy.debit();
        var key = Nonces.Key.of(debit);
        var used = new Nonces();
        Optional.ofNullable(nonces.get(key)).ifPresent(hash -> used.use(key, hash));
        var signatures = checked(copy, known);
        var it = new Case(copy, known, dossier.book(), used, signatures, Given.SETTINGS, now);
        var finding = Judge.judge(it);
        Contradiction.of(it, finding).ifPresent(_ -> suspected.add(debit.payer()));
        switch (finding) {
            case Finding.Waits _ -> dossier.waiting.add(copy);
            case Finding.Duplicate _ -> ended(copy, Verdict.DUPLICATE, Bearer.NONE);
            case Finding.Rejected rejected -> {
                if (signatures.payer()) {
                    dossier.signed(debit);
                }
                ended(copy, rejected.verdict(), rejected.bearer());
            }
            case Finding.Pays pays -> {
                dossier.decided(copy, pays);
                nonces.put(key, debit.hash());
                if (pays.verdict().isSuspicious()) {
                    suspected.add(debit.payer());
                }
                var group = new Group(copy.batchId(), debit.payer(), debit.load(), debit.payee(), pays.funding());
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(new Judged(copy, pays));
            }
        }
    }

    private Signatures checked(Copy copy, Facts known) {
        var debit = copy.debit();
        boolean isFinal = known.registered(debit.payer(), debit.payerCertificate())
                        .isPresent()
                && known.certificate(debit.payee(), debit.payeeCertificate()).isPresent();
        return isFinal
                ? checked.computeIfAbsent(copy.voucher(), _ -> Signatures.of(copy, known, VerifyingKey::of))
                : Signatures.of(copy, known, VerifyingKey::of);
    }

    private void settle(Group group, List<Judged> parts, Dossier dossier) {
        long amountFen = parts.stream()
                .mapToLong(part -> part.copy().debit().amountFen())
                .reduce(0, Math::addExact);
        var reserve = Accounts.reserve(group.purse(), group.load());
        var receivable = Accounts.receivable(group.purse());
        long inReserveFen = accounts.roomFen(reserve);
        long fromReserveFen =
                switch (group.funding()) {
                    case RESERVE -> inReserveFen < amountFen ? 0 : amountFen;
                    case RESERVE_FIRST -> Math.min(inReserveFen, amountFen);
                    case RECEIVABLE -> 0;
                };
        long owedFen = amountFen - fromReserveFen;
        if (owedFen > 0 && (group.funding() == Funding.RESERVE || owedFen > accounts.roomFen(receivable))) {
            if (parts.size() > 1) {
                parts.forEach(part -> settle(group, List.of(part), dossier));
            } else {
                refused(parts.getFirst(), dossier);
            }
            return;
        }
        var payee = Accounts.wallet(group.payee());
        accounts.move(reserve, payee, fromReserveFen);
        accounts.move(receivable, payee, owedFen);
        long leftFen = fromReserveFen;
        for (var part : parts) {
            long coveredFen = Math.min(leftFen, part.copy().debit().amountFen());
            leftFen -= coveredFen;
            paid(part, part.copy().debit().amountFen() - coveredFen, dossier);
        }
    }

    private void paid(Judged part, long receivableFen, Dossier dossier) {
        var debit = part.copy().debit();
        boolean exhausted = receivableFen > 0 && !part.pays().verdict().isSecondSpend();
        var verdict = exhausted ? Verdict.RESERVE_EXHAUSTED : part.pays().verdict();
        dossier.settled(debit, true);
        if (paid.put(debit.hash(), new Paid(part.copy(), verdict, receivableFen)) != null) {
            throw new IllegalStateException("paid twice: " + debit);
        }
        ended(
                part.copy(),
                verdict,
                receivableFen > 0 ? Bearer.ISSUER : part.pays().bearer());
    }

    private void refused(Judged part, Dossier dossier) {
        var debit = part.copy().debit();
        dossier.settled(debit, false);
        dossier.signed(debit);
        nonces.remove(Nonces.Key.of(debit));
        var verdict = part.pays().verdict();
        boolean keeps = verdict.isSecondSpend() || verdict == Verdict.OVER_LIMIT || verdict == Verdict.EXPIRED_LATE;
        ended(part.copy(), keeps ? verdict : Verdict.RESERVE_EXHAUSTED, Bearer.PAYEE);
    }

    private void ended(Copy copy, Verdict verdict, Bearer bearer) {
        lines.add(new Line(copy, verdict, bearer));
        if (verdict.isSuspicious()) {
            suspected.add(copy.debit().payer());
        }
    }

    private void release(String purse, int load) {
        var reserve = Accounts.reserve(purse, load);
        long leftFen = accounts.balanceFen(reserve);
        accounts.move(reserve, Accounts.wallet(purse), leftFen);
        releasedFen.merge(reserve, leftFen, Math::addExact);
    }
}
