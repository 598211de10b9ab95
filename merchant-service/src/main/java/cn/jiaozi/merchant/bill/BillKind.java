package cn.jiaozi.merchant.bill;

import java.util.Arrays;

/// What a bill is about.
enum BillKind {
    /// Payments and refunds.
    TRADE_ALL,
    /// Payments alone.
    TRADE_SUCCESS,
    /// Refunds alone.
    TRADE_REFUND,
    /// Every movement of the wallet, with the balance after it.
    FUND_FLOW,
    /// Payouts to the bank account.
    SETTLEMENT,
    /// Payments without a network.
    OFFLINE,
    /// Statement of ISO 20022.
    CAMT_053,
    /// Debit and credit notification of ISO 20022.
    CAMT_054;

    /// All of them, for one statement.
    static String[] names() {
        return Arrays.stream(values()).map(Enum::name).toArray(String[]::new);
    }

    boolean isXml() {
        return this == CAMT_053 || this == CAMT_054;
    }

    /// Whether it says what payment-service has told beside what the ledger has.
    boolean isOfSales() {
        return this == TRADE_ALL || this == TRADE_SUCCESS || this == TRADE_REFUND || this == OFFLINE;
    }

    /// Whether its rows are of a kind that never changes. How far a payout is does change; its bill says how far it
    /// was.
    boolean isOfLastingRows() {
        return this != SETTLEMENT;
    }
}
