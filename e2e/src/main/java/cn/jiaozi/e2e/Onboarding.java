package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import java.util.Map;

/// A merchant's way into the bank: one operator applies for it, and another approves.
public final class Onboarding {
    private Onboarding() {}

    /// What the operator says of a company with a corporate wallet.
    ///
    /// @param accountNo the bank account that is linked to the wallet
    public static Map<String, Object> application(
            String name, String uscc, String walletId, String accountNo, String party) {
        return Map.of(
                "name",
                name,
                "mcc",
                "5812",
                "uscc",
                uscc,
                "legalRepresentative",
                "王掌柜",
                "category",
                "ENTERPRISE",
                "walletId",
                walletId,
                "settlementAccountTail",
                accountNo.substring(accountNo.length() - 4),
                "party",
                party);
    }

    /// The merchant as it is in the end, or the first problem on the way. May be asked again with the same id.
    ///
    /// @param clerk    token of the operator who applies
    /// @param reviewer token of another one
    public static Answer onboarded(Api api, String clerk, String reviewer, String id, Map<String, Object> application) {
        Answer applied = api.put(clerk, "/v1/merchant-registrations/" + id, application);
        if (!applied.text("state").equals("APPLIED")) {
            return applied;
        }
        String merchant = "/v1/merchants/" + applied.text("merchantNo");
        Answer review =
                api.put(reviewer, merchant + "/reviews/" + id, Map.of("decision", "APPROVED", "riskGrade", "B"));
        return review.status() / 100 == 2 ? api.get(clerk, merchant) : review;
    }
}
