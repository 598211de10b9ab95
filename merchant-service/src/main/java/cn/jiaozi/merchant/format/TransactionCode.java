package cn.jiaozi.merchant.format;

/// A bank transaction code of ISO 20022's external code set: domain, family, sub-family. It knows no digital money;
/// what a till takes stands where cards stand, what moves between wallets and accounts where credit transfers
/// stand.
record TransactionCode(String domain, String family, String subFamily) {
    static TransactionCode of(String txType, boolean isIn) {
        return switch (txType) {
            case "CONSUME" -> payment("MCRD", "POSP");
            case "OFFLINE_SETTLE" -> payment("MCRD", "SMCD");
            case "REFUND", "REFUND_RECOVERY" -> payment("MCRD", "DAJT");
            case "P2P" -> payment(isIn ? "RCDT" : "ICDT", "DMCT");
            case "EXCHANGE_IN", "REDEEM", "PAYOUT" -> payment(isIn ? "RCDT" : "ICDT", "BOOK");
            case "PAYOUT_RETURN", "REDEEM_RETURN" -> payment("ICDT", "RRTN");
            case "FEE", "FEE_RETURN" -> new TransactionCode("ACMT", isIn ? "MCOP" : "MDOP", "CHRG");
            default -> payment(isIn ? "MCOP" : "MDOP", "OTHR");
        };
    }

    private static TransactionCode payment(String family, String subFamily) {
        return new TransactionCode("PMNT", family, subFamily);
    }
}
