package cn.jiaozi.merchant.onboarding;

/// What kind of an organization a merchant is, as the first two characters of its credit code say. Whoever has no
/// credit code (小微商户) cannot be a merchant here: tills are bound to one.
public enum MerchantCategory {
    /// 企业.
    ENTERPRISE,
    /// 个体工商户; its money may go into its owner's own wallet.
    SOLE_PROPRIETOR,
    /// 农民专业合作社.
    COOPERATIVE,
    /// Public institutions, social organizations and all others (机关、事业单位、社会组织等).
    INSTITUTION;

    static MerchantCategory of(String uscc) {
        return switch (uscc.substring(0, 2)) {
            case "91" -> ENTERPRISE;
            case "92" -> SOLE_PROPRIETOR;
            case "93" -> COOPERATIVE;
            default -> INSTITUTION;
        };
    }
}
