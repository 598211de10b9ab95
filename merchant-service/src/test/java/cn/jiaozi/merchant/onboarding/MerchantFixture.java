package cn.jiaozi.merchant.onboarding;

import java.time.Instant;
import java.util.Optional;

/// A teahouse in each of its states; `anna` has applied for it, and `berta` has brought it into its state.
public final class MerchantFixture {
    public static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    public static final String APPLICANT = "anna";
    public static final String OTHER = "berta";
    public static final String USCC = "91350100M000100Y43";

    private MerchantFixture() {}

    public static Merchant merchant(MerchantState state) {
        var applied = Merchant.applied("002000100000018", APPLICANT, "act-01", registration(), AT);
        var ruling = ruling(OTHER);
        return switch (state) {
            case APPLIED -> applied;
            case ACTIVE -> applied.approved(RiskGrade.B, ruling);
            case SUSPENDED -> applied.approved(RiskGrade.B, ruling).suspended(ruling);
            case CLOSED -> applied.approved(RiskGrade.B, ruling).closed(ruling);
            case REJECTED -> applied.rejected(ruling);
        };
    }

    public static Ruling ruling(String by) {
        return new Ruling(by, Optional.of("a reason"), AT.plusSeconds(60));
    }

    static Registration registration() {
        return new Registration(
                "Tea House",
                "5812",
                USCC,
                USCC,
                Optional.of("王掌柜"),
                MerchantCategory.ENTERPRISE,
                "0023000000000029",
                Registration.WalletClass.CORPORATE,
                Optional.of("0001"),
                "shop",
                "0001");
    }
}
