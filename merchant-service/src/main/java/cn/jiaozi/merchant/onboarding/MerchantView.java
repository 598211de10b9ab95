package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A merchant as it is shown. How it is graded, and who has said what about it, is for operators; a merchant that is
/// looked into must not learn why.
public record MerchantView(
        String id,
        String merchantNo,
        MerchantState state,
        Instant stateAt,
        String name,
        String mcc,
        String uscc,
        String licenceNo,
        Optional<String> legalRepresentative,
        MerchantCategory category,
        String walletId,
        Registration.WalletClass walletClass,
        Optional<String> settlementAccountTail,
        String party,
        String branchCode,
        Instant registeredAt,
        Optional<RiskGrade> riskGrade,
        Optional<String> appliedBy,
        Optional<String> stateBy,
        Optional<String> stateReason) {
    record Page(List<MerchantView> merchants, Optional<String> nextCursor) {
        /// @param oneMore a page and, where there is a next page, its first merchant
        static Page of(List<Merchant> oneMore, int limit, Caller caller) {
            var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
            return new Page(
                    page.stream()
                            .map(merchant -> MerchantView.of(merchant, caller))
                            .toList(),
                    oneMore.size() > limit ? Optional.of(page.getLast().merchantNo()) : Optional.empty());
        }
    }

    public static MerchantView of(Merchant merchant, Caller caller) {
        var said = merchant.registration();
        var ruling = Optional.of(merchant.ruling()).filter(_ -> caller.is(Role.OPERATOR));
        return new MerchantView(
                merchant.actId(),
                merchant.merchantNo(),
                merchant.state(),
                merchant.ruling().at(),
                said.name(),
                said.mcc(),
                said.uscc(),
                said.licenceNo(),
                said.legalRepresentative(),
                said.category(),
                said.walletId(),
                said.walletClass(),
                said.settlementAccountTail(),
                said.party(),
                said.branchCode(),
                merchant.registeredAt(),
                merchant.riskGrade().filter(_ -> ruling.isPresent()),
                ruling.map(_ -> merchant.requestedBy()),
                ruling.map(Ruling::by),
                ruling.flatMap(Ruling::reason));
    }
}
