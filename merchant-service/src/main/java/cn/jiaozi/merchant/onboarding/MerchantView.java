package cn.jiaozi.merchant.onboarding;

import java.time.Instant;

record MerchantView(
        String id,
        String merchantNo,
        Merchant.MerchantState state,
        String name,
        String mcc,
        String uscc,
        String walletId,
        String party,
        String branchCode,
        Instant registeredAt) {
    static MerchantView of(Merchant merchant) {
        var said = merchant.registration();
        return new MerchantView(
                merchant.actId(),
                merchant.merchantNo(),
                merchant.state(),
                said.name(),
                said.mcc(),
                said.uscc(),
                said.walletId(),
                said.party(),
                said.branchCode().orElseThrow(),
                merchant.registeredAt());
    }
}
