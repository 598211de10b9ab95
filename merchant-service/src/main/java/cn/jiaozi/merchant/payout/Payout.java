package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Money of one wallet on its way to its bank account.
///
/// @param slot     which of the day's payouts it is
/// @param calendar the versions of the calendar by which it was due
/// @param wish     who has asked for it; empty where a schedule has
record Payout(
        String payoutId,
        WalletOwner owner,
        String walletId,
        String accountTail,
        LocalDate dueOn,
        String slot,
        Optional<String> calendar,
        Optional<Wish> wish,
        Bounds bounds,
        Instant plannedAt,
        Heard heard)
        implements Act {
    static final String NOUN = "payout";

    /// @param actId the id that the merchant or an operator gave it
    record Wish(String actId, String party) {}

    record Bounds(long keepFen, long minimumFen, long atMostFen) {}

    String merchantNo() {
        return owner.merchantNo();
    }

    String businessId() {
        return NOUN + ":" + payoutId;
    }

    @Override
    public String actKey() {
        return businessId();
    }

    /// Whether what was sold has made it due, not the clock or somebody's wish.
    boolean isBySales() {
        return slot.startsWith(Schedule.Kind.EACH.name()) || slot.startsWith(Schedule.Kind.THRESHOLD.name());
    }

    PayoutState state() {
        return heard.state();
    }

    @Override
    public boolean finished() {
        return state().isFinal();
    }

    Payout heard(LedgerEvent event) {
        return with(heard.and(event));
    }

    Payout heard(WalletEvent event) {
        return with(heard.and(event));
    }

    /// What wallet-service is asked, to the letter the same each time.
    PayoutRequested request() {
        return new PayoutRequested(
                businessId(),
                owner.merchantNo(),
                walletId,
                accountTail,
                bounds.keepFen(),
                bounds.minimumFen(),
                bounds.atMostFen(),
                plannedAt);
    }

    private Payout with(Heard next) {
        return new Payout(payoutId, owner, walletId, accountTail, dueOn, slot, calendar, wish, bounds, plannedAt, next);
    }
}
