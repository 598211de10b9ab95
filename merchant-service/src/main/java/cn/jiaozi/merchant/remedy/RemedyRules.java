package cn.jiaozi.merchant.remedy;

import static cn.jiaozi.merchant.remedy.RemedyKind.ACCEPT_WITH_REASON;
import static cn.jiaozi.merchant.remedy.RemedyKind.ADJUST_DIFFERENCE;
import static cn.jiaozi.merchant.remedy.RemedyKind.BOOK_MISSING_CREDIT;
import static cn.jiaozi.merchant.remedy.RemedyKind.BOOK_MISSING_DEBIT;
import static cn.jiaozi.merchant.remedy.RemedyKind.REVERSE;
import static cn.jiaozi.merchant.remedy.RemedyKind.RE_QUERY;

import cn.jiaozi.merchant.reconciliation.Item;
import cn.jiaozi.merchant.reconciliation.Mark;
import cn.jiaozi.merchant.reconciliation.Pair;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which remedy fits which item, and which of them the suite may take by itself.
final class RemedyRules {
    private static final String NOT_DUE = "ADJUSTMENT_NOT_DUE";
    private static final String CHANGED = "CHANGED_AFTER_REMEDY";
    private static final String CREDIT = "CREDIT";
    private static final String RETURN = "return:";
    private static final int AGREEING_FILES = 2;

    /// What the core's own answer says to an item.
    enum Word {
        SO,
        OTHERWISE,
        NOTHING
    }

    private RemedyRules() {}

    static Set<RemedyKind> fitting(Item item) {
        var always = EnumSet.of(RE_QUERY, ACCEPT_WITH_REASON);
        if (item.reason().equals(CHANGED)) {
            return always;
        }
        if (item.reason().equals(NOT_DUE)) {
            always.add(REVERSE);
            return always;
        }
        switch (item.mark()) {
            case INIT, SAME -> always.clear();
            case PROC -> always.remove(ACCEPT_WITH_REASON);
            // A hold that is still open will be posted or given back by the answer itself: booking would book twice.
            case EANS, EANF -> {}
            case MORE, LESS, DIFF, SANF, FANS ->
                money(item).filter(_ -> word(item) != Word.OTHERWISE).ifPresent(always::add);
        }
        return always;
    }

    /// Whether the core can be asked for it. Of what another bank has sent back it says nothing but that it was sent.
    static boolean asksTheCore(Item item) {
        return item.isOpen() && item.pair() == Pair.LEDGER_CORE && isTransfer(item);
    }

    private static boolean isTransfer(Item item) {
        return !item.key().startsWith(RETURN);
    }

    /// What the core's own answer says to what its file says. It is final, and newer than any file; it names no amount.
    static Word word(Item item) {
        return item.answer()
                .filter(_ -> item.pair() == Pair.LEDGER_CORE && isTransfer(item))
                .filter(_ -> !item.reason().equals(NOT_DUE) && !item.reason().equals(CHANGED))
                .map(answer -> switch (answer.word()) {
                    case DONE, RETURNED -> booked(item, answer);
                    case REFUSED -> refused(item);
                    case NOT_FOUND, UNKNOWN -> Word.NOTHING;
                })
                .orElse(Word.NOTHING);
    }

    private static Word booked(Item item, Item.Answer answer) {
        return switch (item.mark()) {
            case MORE, SANF -> Word.OTHERWISE;
            // Another reference may be of another booking.
            case LESS, FANS ->
                answer.bankRef().isPresent()
                                && answer.bankRef().equals(item.line().flatMap(Item.Line::bankRef))
                        ? Word.SO
                        : Word.NOTHING;
            case INIT, SAME, DIFF, EANS, EANF, PROC -> Word.NOTHING;
        };
    }

    private static Word refused(Item item) {
        return switch (item.mark()) {
            case MORE, SANF -> Word.SO;
            case LESS, FANS, DIFF -> Word.OTHERWISE;
            case INIT, SAME, EANS, EANF, PROC -> Word.NOTHING;
        };
    }

    /// The remedy that moves money, where one does.
    static Optional<RemedyKind> money(Item item) {
        return switch (item.pair()) {
            // What payment-service calls succeeded was delivered, and is never taken back.
            case PAYMENT_LEDGER ->
                item.mark() == Mark.FANS && item.entry().isPresent() ? Optional.of(REVERSE) : Optional.empty();
            case LEDGER_CORE -> core(item);
        };
    }

    private static Optional<RemedyKind> core(Item item) {
        return switch (item.mark()) {
            case LESS, FANS ->
                item.oursCount() > 0 || item.theirsCount() != 1
                        ? Optional.empty()
                        : item.line()
                                .map(line -> line.kind().equals(CREDIT) ? BOOK_MISSING_DEBIT : BOOK_MISSING_CREDIT);
            case MORE, SANF -> item.entry().map(_ -> REVERSE);
            case DIFF ->
                item.reason().equals("AMOUNT_DIFFERS") && item.entry().isPresent()
                        ? Optional.of(ADJUST_DIFFERENCE)
                        : Optional.empty();
            case INIT, SAME, EANS, EANF, PROC -> Optional.empty();
        };
    }

    /// Small amounts that go to a customer, for which the core's final answer speaks, or two accepted files that it has
    /// not contradicted.
    static Optional<RemedyKind> byItself(Item item, long upToFen) {
        boolean toTheWallet =
                switch (item.mark()) {
                    case LESS, FANS ->
                        item.line().filter(line -> !line.kind().equals(CREDIT)).isPresent();
                    case MORE, SANF ->
                        item.entry()
                                .flatMap(Item.Entry::kind)
                                .filter(CREDIT::equals)
                                .isPresent();
                    case INIT, SAME, DIFF, EANS, EANF, PROC -> false;
                };
        return toTheWallet
                        && item.pair() == Pair.LEDGER_CORE
                        && item.isOpen()
                        && !item.reason().equals(NOT_DUE)
                        && !item.reason().equals(CHANGED)
                        && isSure(item)
                        && item.amountFen() <= upToFen
                ? core(item)
                : Optional.empty();
    }

    private static boolean isSure(Item item) {
        return switch (word(item)) {
            case SO -> true;
            case OTHERWISE -> false;
            case NOTHING -> item.evidence() >= AGREEING_FILES;
        };
    }
}
