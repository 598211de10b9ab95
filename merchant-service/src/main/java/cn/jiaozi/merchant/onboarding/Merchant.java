package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.util.Optional;

/// Somebody who sells, or wants to (商户).
///
/// @param version   rises with every change that others keep a copy of; 0 until they have heard of it
/// @param riskGrade since it was approved
/// @param ruling    what has brought it into its state
public record Merchant(
        String merchantNo,
        String requestedBy,
        String actId,
        Registration registration,
        MerchantState state,
        long version,
        Optional<RiskGrade> riskGrade,
        Ruling ruling,
        Instant registeredAt)
        implements Act {
    static Merchant applied(
            String merchantNo, String requestedBy, String actId, Registration registration, Instant at) {
        return new Merchant(
                merchantNo,
                requestedBy,
                actId,
                registration,
                MerchantState.APPLIED,
                0,
                Optional.empty(),
                new Ruling(requestedBy, Optional.empty(), at),
                at);
    }

    @Override
    public String actKey() {
        return "merchant:" + merchantNo;
    }

    @Override
    public boolean finished() {
        return true;
    }

    public String name() {
        return registration.name();
    }

    public String party() {
        return registration.party();
    }

    public boolean isActive() {
        return state == MerchantState.ACTIVE;
    }

    /// To operators, and to those who act for it.
    public boolean isOpenTo(Caller caller) {
        return caller.is(Role.OPERATOR) || (caller.is(Role.MERCHANT) && party().equals(caller.party()));
    }

    public Merchant approved(RiskGrade grade, Ruling by) {
        return moved(MerchantState.APPLIED, MerchantState.ACTIVE, Optional.of(grade), by);
    }

    public Merchant rejected(Ruling by) {
        return moved(MerchantState.APPLIED, MerchantState.REJECTED, riskGrade, by);
    }

    /// The state stays. The grade is ours alone, but others keep a copy of what it allows.
    public Merchant graded(RiskGrade grade) {
        if (state != MerchantState.ACTIVE && state != MerchantState.SUSPENDED) {
            throw new IllegalStateException("Merchant " + merchantNo + " is " + state + " and has no grade");
        }
        return new Merchant(
                merchantNo,
                requestedBy,
                actId,
                registration,
                state,
                version + 1,
                Optional.of(grade),
                ruling,
                registeredAt);
    }

    /// The same, to be announced anew.
    Merchant anew() {
        return new Merchant(
                merchantNo, requestedBy, actId, registration, state, version + 1, riskGrade, ruling, registeredAt);
    }

    public Merchant suspended(Ruling by) {
        return moved(MerchantState.ACTIVE, MerchantState.SUSPENDED, riskGrade, by);
    }

    public Merchant reinstated(Ruling by) {
        return moved(MerchantState.SUSPENDED, MerchantState.ACTIVE, riskGrade, by);
    }

    public Merchant closed(Ruling by) {
        return moved(state, MerchantState.CLOSED, riskGrade, by);
    }

    private Merchant moved(MerchantState from, MerchantState next, Optional<RiskGrade> grade, Ruling by) {
        if (state != from || !state.mayBecome(next)) {
            throw new IllegalStateException("Merchant " + merchantNo + " is " + state + " and cannot be " + next);
        }
        long following = next.isAnnounced() ? version + 1 : version;
        return new Merchant(merchantNo, requestedBy, actId, registration, next, following, grade, by, registeredAt);
    }

    /// As a receiver of money.
    ///
    /// @param advanceFen what the bank advances at most for its refunds
    Payee payee(String operator, long advanceFen) {
        return payee(
                operator,
                Optional.empty(),
                name(),
                registration.walletId(),
                isActive(),
                version,
                Optional.of(advanceFen).filter(fen -> fen > 0));
    }

    /// One of its stores as a receiver of money. Nobody pays a store whose merchant is not active, so the store's own
    /// word does not change with the merchant's.
    ///
    /// @param ownWallet empty where it takes the merchant's
    public Payee storePayee(
            String operator, String storeNo, String storeName, Optional<String> ownWallet, long storeVersion) {
        return payee(
                operator,
                Optional.of(storeNo),
                storeName,
                ownWallet.orElse(registration.walletId()),
                true,
                storeVersion,
                Optional.empty());
    }

    private Payee payee(
            String operator,
            Optional<String> storeNo,
            String shown,
            String walletId,
            boolean active,
            long payeeVersion,
            Optional<Long> advanceFen) {
        return new Payee(
                merchantNo,
                storeNo,
                shown,
                Optional.of(registration.mcc()),
                new WalletParty(walletId, operator),
                registration.party(),
                active,
                payeeVersion,
                advanceFen);
    }
}
