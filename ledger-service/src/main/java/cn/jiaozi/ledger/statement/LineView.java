package cn.jiaozi.ledger.statement;

import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// One line of an account's history, with the balance that it left.
record LineView(
        long height,
        int legNo,
        String businessId,
        TxType txType,
        Side side,
        long amountFen,
        long balanceAfterFen,
        Instant at,
        LocalDate accountingDate) {
    /// Newest first; no cursor on the last page.
    record Page(String address, List<LineView> lines, Optional<String> nextCursor, AccountView.AsOf asOf) {}
}
