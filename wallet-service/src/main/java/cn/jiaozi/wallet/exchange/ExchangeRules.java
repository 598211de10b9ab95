package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.wallet.counter.Counter;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.restriction.Posture;
import java.util.List;
import java.util.Optional;

/// Which exchange may begin, and the entry that it is at the ledger. Exchanges do not count towards payment limits.
final class ExchangeRules {
    private ExchangeRules() {}

    /// In this order: the counter's state, the wallet's, its account or the counter's kind, restrictions.
    ///
    /// @param counter whose cash is taken or paid out; empty where it is the linked account's money
    static Optional<Reason> refusal(Wallet wallet, Optional<Counter> counter, ExchangeKind kind, Posture posture) {
        if (counter.filter(place -> !place.isOpen()).isPresent()) {
            return Optional.of(Reason.COUNTER_CLOSED);
        }
        if (!wallet.isActive()) {
            return Optional.of(Reason.WALLET_STATE_INVALID);
        }
        if (counter.isEmpty() && !wallet.hasLinkedAccount()) {
            return Optional.of(Reason.BANK_ACCOUNT_NOT_LINKED);
        }
        if (counter.isPresent() && !mayPay(counter.get(), wallet, kind)) {
            return Optional.of(Reason.WALLET_TYPE_INVALID);
        }
        boolean stopped =
                switch (kind) {
                    case EXCHANGE_IN -> posture.creditStopped();
                    case REDEEM -> posture.debitStopped();
                };
        return stopped ? Optional.of(Reason.WALLET_FROZEN) : Optional.empty();
    }

    /// A clerk sees who takes the cash; in front of a machine, the bearer of a card is who holds it.
    private static boolean mayPay(Counter counter, Wallet wallet, ExchangeKind kind) {
        return kind == ExchangeKind.EXCHANGE_IN
                || counter.kind() == Counter.Kind.COUNTER
                || wallet.walletClass() == WalletClass.HW_ANON;
    }

    /// Beside what stops any redeem: the money of a merchant goes to the account that the merchant was reviewed with.
    static Optional<Reason> refusal(Wallet wallet, PayoutTerms terms, Posture posture, String linkedAccountNo) {
        return refusal(wallet, Optional.empty(), ExchangeKind.REDEEM, posture)
                .or(() -> linkedAccountNo.endsWith(terms.accountTail())
                        ? Optional.empty()
                        : Optional.of(Reason.SETTLEMENT_ACCOUNT_DIFFERS));
    }

    /// The clearing account is opened by the first entry of a branch; it may stand on either side. The same for the
    /// same exchange whenever it is asked for.
    static EntrySpec entry(Exchange exchange, Wallet wallet) {
        var clearing = Addresses.coreClearing(wallet.branchCode());
        var available = Addresses.wallet(wallet.walletId());
        var leg =
                switch (exchange.kind()) {
                    case EXCHANGE_IN -> new LegSpec(clearing, available, exchange.amountFen(), false);
                    case REDEEM ->
                        exchange.payout()
                                .map(terms -> terms.leg(available, clearing))
                                .orElseGet(() -> new LegSpec(available, clearing, exchange.amountFen(), false));
                };
        var opens = new AccountSpec(
                clearing,
                Subject.CORE_CLEARING,
                wallet.operator(),
                wallet.branchCode(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new EntrySpec(
                exchange.txType(),
                wallet.operator(),
                wallet.operator(),
                wallet.branchCode(),
                List.of(leg),
                List.of(opens),
                exchange.requestedAt(),
                exchange.requestedAt(),
                // An entry that waits for an outside answer does not expire by clock.
                Optional.empty());
    }
}
