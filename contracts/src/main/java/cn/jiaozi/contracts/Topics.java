package cn.jiaozi.contracts;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every topic of the suite, each with one owner that alone writes to it (the ledger's requests have their askers).
public final class Topics {
    public static final String PAYMENT = "jiaozi.payment";
    public static final String WALLET = "jiaozi.wallet";
    public static final String LEDGER_REQUEST = "jiaozi.ledger.request";
    public static final String LEDGER = "jiaozi.ledger";
    public static final String LEDGER_DAY = "jiaozi.ledger.day";
    public static final String LEDGER_CHECKPOINT = "jiaozi.ledger.checkpoint";
    public static final String MERCHANT = "jiaozi.merchant";
    public static final String MERCHANT_PAYEE = "jiaozi.merchant.payee";
    public static final String TERMINAL_KEY = "jiaozi.merchant.terminal-key";
    public static final String DEVICE_KEY = "jiaozi.wallet.device-key";
    public static final String PURSE = "jiaozi.wallet.purse";
    public static final String VOUCHER = "jiaozi.payment.voucher";

    /// What a shard of the ledger is asked; shard 0 has the name from before there were more.
    public static String ledgerRequest(int shard) {
        return shard == 0 ? LEDGER_REQUEST : LEDGER_REQUEST + "." + shard;
    }

    /// What the shard is asked that keeps a wallet.
    public static String ledgerRequest(ShardMap shards, String walletId) {
        return ledgerRequest(shards.shardOf(Addresses.wallet(walletId)).orElseThrow());
    }

    /// What could not be handled, per service.
    public static String deadLetters(String service) {
        return "jiaozi.dlq." + service;
    }

    /// @param compacted whether only the newest record of a key is kept
    public record Topic(String name, int partitions, boolean compacted) {}

    private static final List<Topic> OF_ALL_SHARDS = List.of(
            new Topic(PAYMENT, 4, false),
            new Topic(WALLET, 4, false),
            new Topic(LEDGER, 4, false),
            new Topic(LEDGER_DAY, 1, true),
            new Topic(LEDGER_CHECKPOINT, 1, true),
            new Topic(MERCHANT, 4, false),
            new Topic(MERCHANT_PAYEE, 1, true),
            new Topic(TERMINAL_KEY, 1, true),
            new Topic(DEVICE_KEY, 1, true),
            new Topic(PURSE, 1, true),
            new Topic(VOUCHER, 4, false),
            new Topic(deadLetters("wallet-service"), 1, false),
            new Topic(deadLetters("payment-service"), 1, false),
            new Topic(deadLetters("merchant-service"), 1, false));

    /// All that a suite with this map needs.
    public static List<Topic> all(ShardMap shards) {
        var ofEach = IntStream.range(0, shards.count())
                .boxed()
                .flatMap(shard -> Stream.of(
                        new Topic(ledgerRequest(shard), 1, false),
                        new Topic(deadLetters(ShardMap.service(shard)), 1, false)));
        return Stream.concat(OF_ALL_SHARDS.stream(), ofEach).toList();
    }

    private Topics() {}
}
