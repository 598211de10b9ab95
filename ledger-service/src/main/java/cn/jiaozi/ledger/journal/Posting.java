package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.Constraint;
import cn.jiaozi.ledger.journal.Trial.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Decides the requests of a batch, one after the other, against the batch's book. The order in which reasons are
/// looked at is [Precedence].
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
        if (known.isPresent()) {
            return Difference.between(known.get().request(), request)
                    .<Decision>map(field -> conflict(id, field))
                    .orElseGet(() -> new Decision.Repeated(known.get()));
        }
        if (book.hasAccepted(id)) {
            return reject(request, Reason.ALREADY_POSTED);
        }
        if (id.attempt() > 1 && book.outcome(attemptBefore(id)).isEmpty()) {
            return new Decision.OutOfOrder(rejection(id, Reason.ATTEMPT_OUT_OF_ORDER, Optional.empty()));
        }
        return switch (request) {
            case LedgerRequest.OpenAccounts open -> open(open);
            case LedgerRequest.ConstrainAccount constrain -> constrain(constrain);
            case LedgerRequest.SetCap cap -> cap(cap);
            case LedgerRequest.PostEntry post ->
                enter(post, EntryKind.POST, post.entry(), entry -> new LedgerEvent.Posted(id, entry.told()));
            case LedgerRequest.HoldEntry hold ->
                enter(hold, EntryKind.HOLD, hold.entry(), entry -> {
                    book.put(new Hold(id, entry.height(), hold.entry(), HoldState.PENDING, Optional.empty()));
                    return new LedgerEvent.Held(id, entry.told());
                });
            case LedgerRequest.CaptureHold capture ->
                end(
                        capture,
                        capture.hold(),
                        EntryKind.CAPTURE,
                        entry -> new LedgerEvent.Captured(id, capture.hold(), entry.told()));
            case LedgerRequest.VoidHold release ->
                end(
                        release,
                        release.hold(),
                        EntryKind.VOID,
                        entry -> new LedgerEvent.Voided(id, release.hold(), entry.told()));
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
        trial.keep();
        var addresses = request.accounts().stream()
                .map(LedgerRequest.AccountSpec::address)
                .toList();
        return accept(request, new LedgerEvent.AccountsOpened(request.id(), addresses, book.at()));
    }

    private Decision constrain(LedgerRequest.ConstrainAccount request) {
        var found = book.account(request.address());
        if (found.isEmpty()) {
            return reject(request, new Refusal(Reason.ACCOUNT_NOT_FOUND, request.address()));
        }
        var account = found.get();
        if (request.version() > account.constraint().version()) {
            book.constrain(account.with(new Constraint(
                    request.debitFrozen(),
                    request.creditFrozen(),
                    Optional.of(request.floorFen()),
                    request.version(),
                    book.shard().height())));
        }
        return accept(request, new LedgerEvent.Constrained(request.id(), book.at()));
    }

    private Decision cap(LedgerRequest.SetCap request) {
        var trial = new Trial(book);
        trial.cap(request.group(), request.capFen(), request.version());
        trial.keep();
        return accept(request, new LedgerEvent.Constrained(request.id(), book.at()));
    }

    private Decision enter(
            LedgerRequest request, EntryKind kind, EntrySpec content, Function<Entry, LedgerEvent> answer) {
        var trial = new Trial(book);
        var difference = trial.open("entry.opens", content.opens());
        if (difference.isPresent()) {
            return conflict(request.id(), difference.get());
        }
        return firstUnknown(trial, content.legs())
                .or(() -> expired(content))
                .or(() -> firstFrozen(trial, Side.DEBIT, Reason.DEBIT_FROZEN, content.legs()))
                .or(() -> firstFrozen(trial, Side.CREDIT, Reason.CREDIT_FROZEN, content.legs()))
                .or(() -> trial.move(kind, content.legs()))
                .map(refusal -> reject(request, refusal))
                .orElseGet(() ->
                        accept(request, answer.apply(trial.keepAs(kind, request.id(), content, Optional.empty()))));
    }

    /// A capture within what is held is never refused: everything was checked when it was held.
    private Decision end(LedgerRequest request, StepId holdId, EntryKind kind, Function<Entry, LedgerEvent> answer) {
        var found = book.hold(holdId);
        if (found.isEmpty()) {
            return reject(request, Reason.HOLD_NOT_FOUND);
        }
        var hold = found.get();
        if (hold.state() != HoldState.PENDING) {
            return reject(request, Reason.HOLD_NOT_PENDING);
        }
        var trial = new Trial(book);
        trial.move(kind, hold.content().legs());
        var entry = trial.keepAs(kind, request.id(), hold.content(), Optional.of(hold.height()));
        book.put(hold.end(kind == EntryKind.CAPTURE ? HoldState.CAPTURED : HoldState.VOIDED, entry.height()));
        return accept(request, answer.apply(entry));
    }

    private static Optional<Refusal> firstUnknown(Trial trial, List<LegSpec> legs) {
        return legs.stream()
                .flatMap(leg -> List.of(leg.debit(), leg.credit()).stream())
                .filter(address -> trial.account(address).isEmpty())
                .findFirst()
                .map(address -> new Refusal(Reason.ACCOUNT_NOT_FOUND, address));
    }

    private Optional<Refusal> expired(EntrySpec content) {
        return content.validUntil()
                .filter(validUntil -> book.at().isAfter(validUntil))
                .map(_ -> new Refusal(Reason.REQUEST_EXPIRED, Optional.empty()));
    }

    private static Optional<Refusal> firstFrozen(Trial trial, Side side, Reason reason, List<LegSpec> legs) {
        return legs.stream()
                .flatMap(leg -> trial.account(Trial.address(leg, side)).stream())
                .filter(account -> account.frozen(side))
                .findFirst()
                .map(Account::address)
                .map(address -> new Refusal(reason, address));
    }

    private Decision accept(LedgerRequest request, LedgerEvent answer) {
        return new Decision.Decided(book.decide(new Outcome(request, answer)));
    }

    private Decision reject(LedgerRequest request, Reason reason) {
        return reject(request, new Refusal(reason, Optional.empty()));
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
