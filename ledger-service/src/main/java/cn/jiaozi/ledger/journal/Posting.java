package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.ledger.account.Constraint;
import cn.jiaozi.ledger.journal.Content.Leg;
import cn.jiaozi.ledger.journal.Trial.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides the requests of a batch, one after the other, against the batch's book. The order in which reasons are
/// looked at is [cn.jiaozi.contracts.Precedence].
final class Posting {
    private final Book book;

    Posting(Book book) {
        this.book = book;
    }

    /// A known id never gets a second decision. A step that was done is done, whatever the attempt; and a new attempt
    /// needs the stored rejection of the one before, so that silence never makes a second payment.
    Decision decide(LedgerRequest request) {
        var id = request.id();
        var known = book.outcome(id);
        if (known != null) {
            return Difference.between(known.request(), request)
                    .<Decision>map(field -> conflict(id, field))
                    .orElseGet(() -> new Decision.Repeated(known));
        }
        if (book.hasAccepted(id)) {
            return reject(request, Reason.ALREADY_POSTED);
        }
        if (id.attempt() > 1 && book.outcome(attemptBefore(id)) == null) {
            return new Decision.OutOfOrder(rejection(id, Reason.ATTEMPT_OUT_OF_ORDER, Optional.empty()));
        }
        return switch (request) {
            case LedgerRequest.OpenAccounts open -> open(open);
            case LedgerRequest.ConstrainAccount constrain -> constrain(constrain);
            case LedgerRequest.CloseAccount close -> close(close);
            case LedgerRequest.SetCap cap -> cap(cap);
            case LedgerRequest.PostEntry post ->
                enter(post, EntryKind.POST, post.entry(), entry -> new LedgerEvent.Posted(id, entry.told()));
            case LedgerRequest.HoldEntry hold -> enter(hold, EntryKind.HOLD, hold.entry(), entry -> held(hold, entry));
            case LedgerRequest.CaptureHold capture ->
                end(
                        capture,
                        capture.hold(),
                        EntryKind.CAPTURE,
                        capture.amountsFen(),
                        entry -> new LedgerEvent.Captured(id, capture.hold(), entry.told()));
            case LedgerRequest.VoidHold release ->
                end(
                        release,
                        release.hold(),
                        EntryKind.VOID,
                        Optional.empty(),
                        entry -> new LedgerEvent.Voided(id, release.hold(), entry.told()));
            case LedgerRequest.ExpireHold expire ->
                end(
                        expire,
                        expire.hold(),
                        EntryKind.EXPIRE,
                        Optional.empty(),
                        entry -> new LedgerEvent.Expired(id, expire.hold(), entry.told()));
            case LedgerRequest.ReverseEntry reverse -> reverse(reverse);
        };
    }

    private static StepId attemptBefore(StepId id) {
        return new StepId(id.businessId(), id.step(), id.attempt() - 1);
    }

    private Decision open(LedgerRequest.OpenAccounts request) {
        var trial = new Trial(book);
        var difference = trial.open("accounts", request.accounts());
        if (difference.isPresent()) {
            return conflict(request.id(), difference.get());
        }
        var elsewhere = elsewhere(opened(request.accounts()));
        if (elsewhere != null) {
            return reject(request, elsewhere);
        }
        trial.keep();
        var addresses = request.accounts().stream()
                .map(LedgerRequest.AccountSpec::address)
                .toList();
        return accept(request, new LedgerEvent.AccountsOpened(request.id(), addresses, book.at()));
    }

    private Decision constrain(LedgerRequest.ConstrainAccount request) {
        var account = book.account(request.address());
        if (account == null) {
            return reject(request, missing(request.address()));
        }
        if (account.isClosed()) {
            return reject(request, new Refusal(Reason.ACCOUNT_CLOSED, request.address()));
        }
        if (request.version() > account.constraint().version()) {
            book.constrain(account.with(new Constraint(
                    request.debitFrozen(),
                    request.creditFrozen(),
                    Optional.of(request.floorFen()),
                    request.capFen(),
                    request.version(),
                    book.shard().height())));
        }
        return accept(request, new LedgerEvent.Constrained(request.id(), book.at()));
    }

    private Decision close(LedgerRequest.CloseAccount request) {
        var account = book.account(request.address());
        if (account == null) {
            return reject(request, missing(request.address()));
        }
        if (account.isClosed()) {
            return reject(request, new Refusal(Reason.ACCOUNT_CLOSED, request.address()));
        }
        if (!account.isEmpty()) {
            return reject(request, new Refusal(Reason.ACCOUNT_NOT_EMPTY, request.address()));
        }
        book.constrain(account.close(book.shard().height()));
        return accept(request, new LedgerEvent.AccountClosed(request.id(), request.address(), book.at()));
    }

    private Decision cap(LedgerRequest.SetCap request) {
        var elsewhere = elsewhere(Stream.of(request.group()));
        if (elsewhere != null) {
            return reject(request, elsewhere);
        }
        var trial = new Trial(book);
        trial.cap(request.group(), request.capFen(), request.version());
        trial.keep();
        return accept(request, new LedgerEvent.Constrained(request.id(), book.at()));
    }

    private Decision enter(LedgerRequest request, EntryKind kind, EntrySpec spec, Function<Entry, LedgerEvent> answer) {
        var trial = new Trial(book);
        var difference = trial.open("entry.opens", spec.opens());
        if (difference.isPresent()) {
            return conflict(request.id(), difference.get());
        }
        var refusal = spec.opens().isEmpty() ? null : elsewhere(opened(spec.opens()));
        if (refusal == null) {
            refusal = move(trial, kind, spec.legs(), spec.validUntil());
        }
        if (refusal != null) {
            return reject(request, refusal);
        }
        var entry = trial.keepAs(kind, request.id(), Content.of(spec, trial.moved()), Optional.empty());
        return accept(request, answer.apply(entry));
    }

    private LedgerEvent held(LedgerRequest.HoldEntry request, Entry entry) {
        book.put(new Hold(
                request.id(),
                entry.height(),
                entry.content(),
                request.expiresAt(),
                HoldState.PENDING,
                Optional.empty()));
        return new LedgerEvent.Held(request.id(), entry.told());
    }

    /// A capture within what is held is never refused: everything was checked when it was held.
    private Decision end(
            LedgerRequest request,
            StepId holdId,
            EntryKind kind,
            Optional<List<Long>> amountsFen,
            Function<Entry, LedgerEvent> answer) {
        var hold = book.hold(holdId);
        if (hold == null) {
            return reject(request, Reason.HOLD_NOT_FOUND);
        }
        if (hold.state() != HoldState.PENDING) {
            return reject(request, Reason.HOLD_NOT_PENDING);
        }
        if (kind == EntryKind.CAPTURE && hold.isOver(book.at())) {
            return reject(request, Reason.HOLD_EXPIRED);
        }
        if (kind == EntryKind.EXPIRE && !hold.isOver(book.at())) {
            return reject(request, Reason.HOLD_NOT_DUE);
        }
        var held = hold.content().legs();
        if (amountsFen.isPresent() && !fits(amountsFen.get(), held)) {
            return reject(request, Reason.HOLD_AMOUNT_INVALID);
        }
        var trial = new Trial(book);
        trial.end(kind, held, amountsFen);
        var entry = trial.keepAs(kind, request.id(), hold.content().with(trial.moved()), Optional.of(hold.height()));
        book.put(hold.end(kind, entry.height()));
        return accept(request, answer.apply(entry));
    }

    /// An amount for each leg, none above what is held, and not all of them nothing.
    private static boolean fits(List<Long> amountsFen, List<Leg> held) {
        boolean some = false;
        for (int i = 0; i < amountsFen.size(); i++) {
            if (i >= held.size()
                    || amountsFen.get(i) < 0
                    || amountsFen.get(i) > held.get(i).amountFen()) {
                return false;
            }
            some |= amountsFen.get(i) > 0;
        }
        return some && amountsFen.size() == held.size();
    }

    private Decision reverse(LedgerRequest.ReverseEntry request) {
        var original = book.original(request.entry());
        if (original == null) {
            return reject(request, Reason.ENTRY_NOT_FOUND);
        }
        if (!original.isReversible()) {
            return reject(request, Reason.ENTRY_NOT_REVERSIBLE);
        }
        if (original.reversed()) {
            return reject(request, Reason.ENTRY_REVERSED);
        }
        var trial = new Trial(book);
        var legs = original.content().legs().reversed().stream()
                .map(Leg::mirrored)
                .map(leg -> new LegSpec(leg.debit(), leg.credit(), leg.amountFen(), true))
                .toList();
        var refusal = move(trial, EntryKind.REVERSE, legs, Optional.empty());
        if (refusal != null) {
            return reject(request, refusal);
        }
        var content = original.content().with(trial.moved()).asked(request.requestedAt(), request.authorizedAt());
        var entry = trial.keepAs(EntryKind.REVERSE, request.id(), content, Optional.of(original.height()));
        book.reverse(original);
        return accept(request, new LedgerEvent.Reversed(request.id(), request.entry(), entry.told()));
    }

    /// Moves the legs, or tells the first reason of the order that stands in their way.
    private @Nullable Refusal move(Trial trial, EntryKind kind, List<LegSpec> legs, Optional<Instant> validUntil) {
        var unknown = firstUnknown(trial, legs);
        if (unknown != null) {
            // What lies elsewhere is never here, so where all is here nobody has to look.
            var elsewhere = elsewhere(named(legs));
            return elsewhere == null ? unknown : elsewhere;
        }
        var refusal = firstClosed(trial, legs);
        if (refusal == null) {
            refusal = firstQuarantined(trial, legs);
        }
        if (refusal == null && validUntil.isPresent() && book.at().isAfter(validUntil.get())) {
            refusal = new Refusal(Reason.REQUEST_EXPIRED);
        }
        if (refusal == null) {
            refusal = firstFrozen(trial, legs);
        }
        return refusal == null ? trial.enter(kind, legs) : refusal;
    }

    /// What can never be done here: an account or a group lies on another shard.
    private @Nullable Refusal elsewhere(Stream<String> addresses) {
        return addresses
                .filter(address -> !book.keeps(address))
                .findFirst()
                .map(address -> new Refusal(Reason.ACCOUNT_ON_OTHER_SHARD, address))
                .orElse(null);
    }

    private static Stream<String> opened(List<AccountSpec> accounts) {
        return accounts.stream()
                .flatMap(account -> Stream.concat(Stream.of(account.address()), account.group().stream()));
    }

    private static Stream<String> named(List<LegSpec> legs) {
        return legs.stream().flatMap(leg -> Stream.concat(Stream.of(leg.debit(), leg.credit()), leg.elseTo().stream()));
    }

    private Refusal missing(String address) {
        return new Refusal(book.keeps(address) ? Reason.ACCOUNT_NOT_FOUND : Reason.ACCOUNT_ON_OTHER_SHARD, address);
    }

    private static @Nullable Refusal firstUnknown(Trial trial, List<LegSpec> legs) {
        for (var leg : legs) {
            if (trial.account(leg.debit()) == null) {
                return new Refusal(Reason.ACCOUNT_NOT_FOUND, leg.debit());
            }
            if (trial.account(leg.credit()) == null) {
                return new Refusal(Reason.ACCOUNT_NOT_FOUND, leg.credit());
            }
            if (leg.elseTo().isPresent() && trial.account(leg.elseTo().get()) == null) {
                return new Refusal(Reason.ACCOUNT_NOT_FOUND, leg.elseTo().get());
            }
        }
        return null;
    }

    private static @Nullable Refusal firstClosed(Trial trial, List<LegSpec> legs) {
        for (var leg : legs) {
            if (isClosed(trial, leg.debit())) {
                return new Refusal(Reason.ACCOUNT_CLOSED, leg.debit());
            }
            var taker = trial.taker(leg);
            if (isClosed(trial, taker)) {
                return new Refusal(Reason.ACCOUNT_CLOSED, taker);
            }
        }
        return null;
    }

    private static boolean isClosed(Trial trial, String address) {
        var account = trial.account(address);
        return account != null && account.isClosed();
    }

    private static @Nullable Refusal firstQuarantined(Trial trial, List<LegSpec> legs) {
        for (var leg : legs) {
            for (var address : List.of(leg.debit(), trial.taker(leg))) {
                var account = trial.account(address);
                if (account != null && account.quarantined()) {
                    return new Refusal(Reason.ACCOUNT_QUARANTINED, address);
                }
            }
        }
        return null;
    }

    private static @Nullable Refusal firstFrozen(Trial trial, List<LegSpec> legs) {
        for (var leg : legs) {
            if (isFrozen(trial, leg.debit(), Side.DEBIT)) {
                return new Refusal(Reason.DEBIT_FROZEN, leg.debit());
            }
        }
        for (var leg : legs) {
            var taker = trial.taker(leg);
            if (isFrozen(trial, taker, Side.CREDIT)) {
                return new Refusal(Reason.CREDIT_FROZEN, taker);
            }
        }
        return null;
    }

    private static boolean isFrozen(Trial trial, String address, Side side) {
        var account = trial.account(address);
        return account != null && account.frozen(side);
    }

    private Decision accept(LedgerRequest request, LedgerEvent answer) {
        return new Decision.Decided(book.decide(new Outcome(request, answer)));
    }

    private Decision reject(LedgerRequest request, Reason reason) {
        return reject(request, new Refusal(reason));
    }

    private Decision reject(LedgerRequest request, Refusal refusal) {
        return accept(request, rejection(request.id(), refusal.reason(), refusal.address()));
    }

    private LedgerEvent.Rejected rejection(StepId id, Reason reason, Optional<String> address) {
        return new LedgerEvent.Rejected(id, reason, address, book.at());
    }

    private Decision conflict(StepId id, String field) {
        return new Decision.Conflicting(new LedgerEvent.Conflicted(id, field, book.at()));
    }
}
