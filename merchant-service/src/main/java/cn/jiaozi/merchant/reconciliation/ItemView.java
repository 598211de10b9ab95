package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.merchant.page.Cursor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An item as it is shown.
///
/// @param answer   of the core, where somebody has asked it for this one
/// @param oursFen  absent where there is nothing on our side
/// @param ageDays  calendar days that it has been open, until now or until it was cleared
record ItemView(
        UUID itemId,
        LocalDate date,
        Pair pair,
        String key,
        Mark mark,
        String reason,
        Optional<Long> oursFen,
        Optional<Long> theirsFen,
        Optional<String> txType,
        Optional<String> businessId,
        Optional<String> walletId,
        Optional<String> kind,
        Optional<String> theirsState,
        Optional<String> bankRef,
        int evidence,
        Optional<Item.Answer> answer,
        Item.State state,
        Optional<Item.Explanation> explanation,
        Instant openedAt,
        Optional<Instant> clearedAt,
        long ageDays) {
    /// A part of a list.
    record Page(List<ItemView> items, Optional<String> nextCursor) {
        /// @param oneMore a page and, where there is a next page, its first item
        static Page of(List<Item> oneMore, int limit, Instant now) {
            var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
            return new Page(
                    page.stream().map(item -> ItemView.of(item, now)).toList(),
                    oneMore.size() > limit
                            ? Optional.of(new Cursor(
                                            page.getLast().openedAt(),
                                            page.getLast().itemId().toString())
                                    .written())
                            : Optional.empty());
        }

        String csv() {
            return HEADER + items.stream().map(ItemView::csv).collect(Collectors.joining());
        }
    }

    private static final String HEADER =
            "itemId,date,pair,key,mark,reason,oursFen,theirsFen,txType,walletId,kind,theirsState,bankRef,coreWord,state,"
                    + "explanation,openedAt,clearedAt,ageDays\r\n";

    static ItemView of(Item item, Instant now) {
        return new ItemView(
                item.itemId(),
                item.date(),
                item.pair(),
                item.key(),
                item.mark(),
                item.reason(),
                item.oursCount() > 0 ? Optional.of(item.oursFen()) : Optional.empty(),
                item.theirsCount() > 0 || item.theirsFen() > 0 ? Optional.of(item.theirsFen()) : Optional.empty(),
                item.txType(),
                item.businessId(),
                item.entry().map(Item.Entry::walletId).or(() -> item.line().map(Item.Line::walletId)),
                item.entry().flatMap(Item.Entry::kind).or(() -> item.line().map(Item.Line::kind)),
                item.line().map(Item.Line::state),
                item.line().flatMap(Item.Line::bankRef),
                item.evidence(),
                item.answer(),
                item.state(),
                item.explanation(),
                item.openedAt(),
                item.clearedAt(),
                ChronoUnit.DAYS.between(
                        BusinessTime.dayOf(item.openedAt()),
                        BusinessTime.dayOf(item.clearedAt().orElse(now))));
    }

    private String csv() {
        return Stream.of(
                                itemId,
                                date,
                                pair,
                                key,
                                mark,
                                reason,
                                text(oursFen),
                                text(theirsFen),
                                text(txType),
                                text(walletId),
                                text(kind),
                                text(theirsState),
                                text(bankRef),
                                text(answer.map(Item.Answer::word)),
                                state,
                                text(explanation),
                                openedAt,
                                text(clearedAt),
                                ageDays)
                        .map(cell -> neutral(String.valueOf(cell)))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String text(Optional<?> value) {
        return value.map(String::valueOf).orElse("");
    }

    /// A cell that a spreadsheet would take for a formula begins with an apostrophe. Nothing here has commas or quotes:
    /// keys are business ids, and what comes from the core was checked when it came.
    private static String neutral(String cell) {
        return !cell.isEmpty() && "=+-@".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
