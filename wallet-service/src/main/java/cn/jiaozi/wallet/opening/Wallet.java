package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.limit.WalletClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A wallet, from the moment it is asked for. What it holds is the ledger's to know, whose it is in clear is in `kyc`.
///
/// @param openedBy   the caller who asked for it, with an id of its own choice
/// @param verified   whether nothing outside stands in the way any more
/// @param capOn      the day of the policy whose cap was announced last, as `capVersion`
/// @param nextTryAt  when the bank is asked (again) to verify the account
public record Wallet(
        String walletId,
        WalletClass walletClass,
        WalletState state,
        Optional<Reason> reason,
        String ownerParty,
        String openedBy,
        String openingId,
        String operator,
        String branchCode,
        boolean verified,
        boolean ledgerOpened,
        LocalDate capOn,
        long capVersion,
        long capConfirmed,
        Instant requestedAt,
        Optional<Instant> endedAt,
        Optional<Instant> nextTryAt,
        int tries)
        implements Act {
    public static final String NOUN = "wallet";
    static final String OPEN = "open";
    static final String CAP = "cap-";

    public boolean isActive() {
        return state == WalletState.ACTIVE;
    }

    public boolean hasLinkedAccount() {
        return switch (walletClass) {
            case CLASS_II, CORPORATE -> true;
            case CLASS_IV, HW_ANON -> false;
        };
    }

    @Override
    public String actKey() {
        return businessId();
    }

    @Override
    public boolean finished() {
        return state != WalletState.OPENING;
    }

    String businessId() {
        return NOUN + ":" + walletId;
    }

    /// The bank has confirmed the account, or there is none to confirm.
    Wallet verified(LocalDate policyOn) {
        return state == WalletState.OPENING && !verified
                ? with(state, reason, true, ledgerOpened, policyOn, capVersion, capConfirmed, endedAt, Optional.empty())
                : this;
    }

    Wallet rejected(Reason why, Instant at) {
        return state.mayBecome(WalletState.REJECTED)
                ? with(
                        WalletState.REJECTED,
                        Optional.of(why),
                        verified,
                        ledgerOpened,
                        capOn,
                        capVersion,
                        capConfirmed,
                        Optional.of(at),
                        Optional.empty())
                : this;
    }

    Wallet tryAgainAt(Instant at) {
        return with(state, reason, verified, ledgerOpened, capOn, capVersion, capConfirmed, endedAt, Optional.of(at));
    }

    Wallet withCapOf(LocalDate policyOn) {
        return with(state, reason, verified, ledgerOpened, policyOn, capVersion + 1, capConfirmed, endedAt, nextTryAt);
    }

    /// What the ledger did with this wallet's account and cap; the wallet itself for a repeat.
    Wallet heard(LedgerEvent event, Instant now) {
        return switch (event) {
            case LedgerEvent.AccountsOpened _ ->
                ledgerOpened ? this : with(true, capConfirmed).activeIfReady(now);
            case LedgerEvent.Constrained constrained ->
                with(ledgerOpened, Math.max(capConfirmed, capVersionOf(constrained)))
                        .activeIfReady(now);
            case LedgerEvent.Rejected rejected -> refusedByLedger(rejected, now);
            case LedgerEvent.Conflicted _,
                    LedgerEvent.Posted _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _ ->
                throw new IllegalStateException(event.id() + " cannot happen to a wallet");
        };
    }

    private Wallet refusedByLedger(LedgerEvent.Rejected event, Instant now) {
        return switch (state) {
            case OPENING -> rejected(event.reason(), now);
            case REJECTED -> this;
            case ACTIVE -> throw new IllegalStateException(event.id() + " was rejected: " + event.reason());
        };
    }

    private long capVersionOf(LedgerEvent.Constrained event) {
        return Math.min(capVersion, Long.parseLong(event.id().step().substring(CAP.length())));
    }

    private Wallet activeIfReady(Instant now) {
        return state == WalletState.OPENING && verified && ledgerOpened && capConfirmed > 0
                ? with(
                        WalletState.ACTIVE,
                        reason,
                        true,
                        true,
                        capOn,
                        capVersion,
                        capConfirmed,
                        Optional.of(now),
                        Optional.empty())
                : this;
    }

    private Wallet with(boolean nowOpened, long nowConfirmed) {
        return with(state, reason, verified, nowOpened, capOn, capVersion, nowConfirmed, endedAt, nextTryAt);
    }

    private Wallet with(
            WalletState nowState,
            Optional<Reason> nowReason,
            boolean nowVerified,
            boolean nowOpened,
            LocalDate nowCapOn,
            long nowCapVersion,
            long nowConfirmed,
            Optional<Instant> nowEndedAt,
            Optional<Instant> nowNextTryAt) {
        return new Wallet(
                walletId,
                walletClass,
                nowState,
                nowReason,
                ownerParty,
                openedBy,
                openingId,
                operator,
                branchCode,
                nowVerified,
                nowOpened,
                nowCapOn,
                nowCapVersion,
                nowConfirmed,
                requestedAt,
                nowEndedAt,
                nowNextTryAt,
                tries);
    }
}
