package cn.jiaozi.e2e.ledger;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Requests as the ledger's own types. Accounts are those of wallets: they have a floor and count in a group.
///
/// @param prefix of the business ids, with the noun
record LedgerRequests(String prefix, Instant at) implements Requests<LedgerRequest> {
    private static final String OPERATOR = "102";
    private static final String BRANCH = "0200";
    private static final String CLEARING = Addresses.coreClearing("bench");
    private static final long FUNDS_FEN = 1_000_000_000L;

    @Override
    public LedgerRequest post(long number, Pair pair) {
        return new LedgerRequest.PostEntry(StepId.first(businessId(number), "post"), entry(pair));
    }

    @Override
    public LedgerRequest hold(long number, Pair pair) {
        return new LedgerRequest.HoldEntry(StepId.first(businessId(number), "hold"), entry(pair));
    }

    @Override
    public LedgerRequest capture(long number) {
        var id = businessId(number);
        return new LedgerRequest.CaptureHold(StepId.first(id, "capture"), StepId.first(id, "hold"));
    }

    /// Opens accounts from a number on, but for the one that the money comes from.
    LedgerRequest open(long number, int first, int count) {
        var accounts = IntStream.range(first, first + count)
                .mapToObj(account -> new AccountSpec(
                        address(account),
                        Subject.WALLET,
                        OPERATOR,
                        BRANCH,
                        Optional.of("party-" + account),
                        Optional.of(0L),
                        Optional.of(Addresses.walletGroup(walletId(account)))))
                .toList();
        return new LedgerRequest.OpenAccounts(StepId.first(businessId(number), "open"), accounts);
    }

    LedgerRequest fund(long number, int first, int count) {
        var legs = IntStream.range(first, first + count)
                .mapToObj(account -> new LegSpec(CLEARING, address(account), FUNDS_FEN, false))
                .toList();
        var clearing = new AccountSpec(
                CLEARING,
                Subject.CORE_CLEARING,
                OPERATOR,
                BRANCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new LedgerRequest.PostEntry(
                StepId.first(businessId(number), "post"), entry(TxType.EXCHANGE_IN, legs, List.of(clearing)));
    }

    String businessId(long number) {
        return prefix + "%016d".formatted(number);
    }

    static String address(int account) {
        return Addresses.wallet(walletId(account));
    }

    private static String walletId(int account) {
        return "%016d".formatted(account);
    }

    private EntrySpec entry(Pair pair) {
        var leg = new LegSpec(address(pair.debit()), address(pair.credit()), 1, false);
        return entry(TxType.P2P, List.of(leg), List.of());
    }

    private EntrySpec entry(TxType type, List<LegSpec> legs, List<AccountSpec> opens) {
        return new EntrySpec(type, OPERATOR, OPERATOR, BRANCH, legs, opens, at, at, Optional.empty());
    }
}
