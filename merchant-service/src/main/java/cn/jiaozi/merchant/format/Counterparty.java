package cn.jiaozi.merchant.format;

/// Whom a merchant has to do with, as far as it is told: the last digits of a customer's wallet, and the bank's own
/// accounts by their names.
final class Counterparty {
    private static final String WALLET = "wallet:";
    private static final int TAIL = 4;

    private Counterparty() {}

    static String of(String address) {
        if (!address.startsWith(WALLET)) {
            return address.length() > 34 ? address.substring(0, 34) : address;
        }
        int end = address.indexOf(':', WALLET.length());
        String id = address.substring(WALLET.length(), end < 0 ? address.length() : end);
        return "****" + id.substring(Math.max(0, id.length() - TAIL));
    }
}
