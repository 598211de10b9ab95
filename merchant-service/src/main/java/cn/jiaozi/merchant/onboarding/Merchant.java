package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.util.Optional;

/// Somebody who sells (商户).
///
/// @param version rises with every change that others keep a copy of
public record Merchant(
        String merchantNo,
        String requestedBy,
        String actId,
        Registration registration,
        MerchantState state,
        long version,
        Instant registeredAt)
        implements Act {
    enum MerchantState {
        ACTIVE
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

    /// To operators, and to those who act for it.
    public boolean isOpenTo(Caller caller) {
        return caller.is(Role.OPERATOR) || (caller.is(Role.MERCHANT) && party().equals(caller.party()));
    }

    /// The merchant, or one of its stores, as a receiver of money.
    public Payee payee(String operator, Optional<String> storeNo, String name, long payeeVersion) {
        return new Payee(
                merchantNo,
                storeNo,
                name,
                Optional.of(registration.mcc()),
                new WalletParty(registration.walletId(), operator),
                registration.party(),
                state == MerchantState.ACTIVE,
                payeeVersion);
    }
}
