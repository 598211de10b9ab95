package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.contracts.WalletEvent.CoreWord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Something that is not the same on both sides.
///
/// @param key        the business id of a payment, or the core's request id
/// @param reason     a code, more precise than the mark
/// @param oursCount  zero where there is nothing of it on our side
/// @param entry      the ledger's entry, where there is one
/// @param line       what the core says, where it says something
/// @param evidence   how many accepted files of the day say the same of it
/// @param answer     what the core has said when it was asked for this request alone
public record Item(
        UUID itemId,
        LocalDate date,
        Pair pair,
        String key,
        Mark mark,
        String reason,
        long oursCount,
        long oursFen,
        long theirsCount,
        long theirsFen,
        Optional<String> txType,
        Optional<String> businessId,
        Optional<Entry> entry,
        Optional<Line> line,
        int evidence,
        Optional<Answer> answer,
        State state,
        Optional<Explanation> explanation,
        Instant openedAt,
        Optional<Instant> clearedAt) {
    public enum State {
        OPEN,
        /// A remedy waits for a second person, for the ledger or for the core.
        PROPOSED,
        CLEARED
    }

    public enum Explanation {
        /// A later file or answer says the same on both sides.
        EXPLAINED,
        /// Its other half lies in another day.
        OTHER_DAY,
        /// It is worked on as the item of another day.
        SEE_OTHER_DAY,
        /// Money was moved.
        REMEDIED,
        /// Two people accept it.
        ACCEPTED
    }

    /// @param step     of the business id that posted it
    /// @param walletId that it moved money to or from; of a payment the payer
    /// @param kind     DEBIT or CREDIT as the deposit account sees it, of what went through the core
    /// @param clearing the account through which it went
    public record Entry(String step, String walletId, Optional<String> kind, Optional<String> clearing) {}

    /// @param kind DEBIT, CREDIT or RETURN
    public record Line(String kind, String walletId, String state, Optional<String> bankRef) {}

    /// @param bankRef the core's own number of what it has booked
    public record Answer(CoreWord word, Optional<String> bankRef, Instant at) {}

    /// How much money it is about.
    public long amountFen() {
        return oursCount > 0 && theirsFen > 0 ? Math.abs(oursFen - theirsFen) : Math.max(oursFen, theirsFen);
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }
}
