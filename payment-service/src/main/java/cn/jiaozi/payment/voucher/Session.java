package cn.jiaozi.payment.voucher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Judges copies one after another, each by what the ones before have led to. Vouchers of one purse and load
/// for one payee that came in one batch, and whose money may come from the same source, are settled together.
final class Session {
    private final Facts facts;
    private final Map<String, Book> books;
    private final Nonces nonces;
    private final VoucherSettings settings;
    private final Supplier<UUID> ids;
    private final Map<Group, UUID> groups = new LinkedHashMap<>();

    private record Group(UUID batch, String purse, int load, String payee, Funding funding) {
        static Group of(Copy copy, Finding.Pays pays) {
            var debit = copy.debit();
            return new Group(copy.batchId(), debit.payer(), debit.load(), debit.payee(), pays.funding());
        }
    }

    /// @param books of all purses that pay
    Session(Facts facts, Map<String, Book> books, Nonces nonces, VoucherSettings settings, Supplier<UUID> ids) {
        this.facts = facts;
        this.books = books;
        this.nonces = nonces;
        this.settings = settings;
        this.ids = ids;
    }

    /// @param signatures of the copies, in their order
    List<Judgement> judge(List<Copy> copies, List<Signatures> signatures, Instant now) {
        var judgements = new ArrayList<Judgement>();
        for (int i = 0; i < copies.size(); i++) {
            judgements.add(judge(copies.get(i), signatures.get(i), now));
        }
        return judgements;
    }

    private Judgement judge(Copy copy, Signatures signatures, Instant now) {
        var debit = copy.debit();
        var book = Objects.requireNonNull(books.get(debit.payer()));
        var it = new Case(copy, facts, book, nonces, signatures, settings, now);
        var finding = Judge.judge(it);
        var shows = Contradiction.of(it, finding);
        if (!(finding instanceof Finding.Pays pays)) {
            var judgement = new Judgement(copy, finding, Optional.empty(), signatures.payer(), shows);
            if (judgement.isSignedInVain()) {
                book.signed(debit);
            }
            return judgement;
        }
        book.take(debit, copy.voucherId(), pays, copy.receivedAt());
        nonces.use(Nonces.Key.of(debit), copy.voucherId());
        var group = groups.computeIfAbsent(Group.of(copy, pays), _ -> ids.get());
        return new Judgement(copy, pays, Optional.of(group), signatures.payer(), shows);
    }
}
