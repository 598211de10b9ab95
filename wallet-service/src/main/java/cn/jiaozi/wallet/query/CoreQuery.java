package cn.jiaozi.wallet.query;

import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.CoreAnswered;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.wallet.bank.BankAnswer;
import java.time.Instant;
import java.util.Optional;

/// A question to the core, and what it has said.
///
/// @param requestId of the transfer
/// @param tries     calls so far
/// @param nextTryAt empty once there is an answer
record CoreQuery(
        String businessId,
        String requestId,
        Instant requestedAt,
        int tries,
        Optional<Instant> nextTryAt,
        Optional<Answer> answer) {
    /// @param reason why the core has not booked
    record Answer(CoreWord word, Optional<String> bankRef, Optional<Reason> reason, Instant at) {}

    static CoreQuery of(CoreQueryRequested request, Instant now) {
        return new CoreQuery(
                request.businessId(),
                request.requestId(),
                request.requestedAt(),
                0,
                Optional.of(now),
                Optional.empty());
    }

    /// The first field that differs.
    Optional<String> difference(CoreQueryRequested request) {
        return requestId.equals(request.requestId()) ? Optional.empty() : Optional.of("requestId");
    }

    /// What a call brought; the same where another call was faster. The core is called again after nothing and after
    /// "not found", for a request may still be on its way, until that is the answer.
    ///
    /// @param cameBack whether the core has told of a return of this transfer
    CoreQuery heard(BankAnswer heard, boolean cameBack, QuerySettings settings, Instant now) {
        if (answer.isPresent()) {
            return this;
        }
        boolean last = tries >= settings.tries();
        return switch (heard) {
            case BankAnswer.Done done ->
                ended(cameBack ? CoreWord.RETURNED : CoreWord.DONE, Optional.of(done.bankRef()), Optional.empty(), now);
            case BankAnswer.Refused refused ->
                ended(CoreWord.REFUSED, Optional.empty(), Optional.of(refused.reason()), now);
            case BankAnswer.NotFound _ ->
                last ? ended(CoreWord.NOT_FOUND, Optional.empty(), Optional.empty(), now) : later(settings, now);
            case BankAnswer.Lost _ ->
                last ? ended(CoreWord.UNKNOWN, Optional.empty(), Optional.empty(), now) : later(settings, now);
        };
    }

    /// The stored answer, to whoever asks again; empty while the core is called.
    Optional<WalletEvent> told() {
        return answer.map(
                found -> new CoreAnswered(businessId, found.word(), found.bankRef(), found.reason(), found.at()));
    }

    private CoreQuery later(QuerySettings settings, Instant now) {
        return new CoreQuery(
                businessId, requestId, requestedAt, tries, Optional.of(now.plus(settings.again())), answer);
    }

    private CoreQuery ended(CoreWord word, Optional<String> bankRef, Optional<Reason> reason, Instant now) {
        return new CoreQuery(
                businessId,
                requestId,
                requestedAt,
                tries,
                Optional.empty(),
                Optional.of(new Answer(word, bankRef, reason, now)));
    }
}
