package cn.jiaozi.merchant.remedy;

/// What may be done about an item.
enum RemedyKind {
    /// The core has taken the money (or got it back), and the wallet has not got it (补记入账).
    BOOK_MISSING_CREDIT,
    /// The core has paid out, and the wallet has kept its money (补记扣账).
    BOOK_MISSING_DEBIT,
    /// Both have booked, and not the same amount (差额调整).
    ADJUST_DIFFERENCE,
    /// The ledger has booked what did not happen (冲正).
    REVERSE,
    /// Looks again at what was said since, and asks the core what became of the request (再查询); moves nothing.
    RE_QUERY,
    /// Leaves everything as it is, for a reason that two people stand for (挂账核销).
    ACCEPT_WITH_REASON;

    boolean movesMoney() {
        return switch (this) {
            case BOOK_MISSING_CREDIT, BOOK_MISSING_DEBIT, ADJUST_DIFFERENCE, REVERSE -> true;
            case RE_QUERY, ACCEPT_WITH_REASON -> false;
        };
    }
}
