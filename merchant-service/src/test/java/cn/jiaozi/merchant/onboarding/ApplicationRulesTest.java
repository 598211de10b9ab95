package cn.jiaozi.merchant.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.onboarding.Registration.WalletClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationRulesTest {
    private static final String ENTERPRISE = "91350100M000100Y43";
    private static final String CORPORATE = "0023000000000029";

    @ParameterizedTest
    @CsvSource({"5812, ", "5819, /mcc", "5811, ", "5810, /mcc", "3000, /mcc", "0000, /mcc"})
    void asksForACategoryCodeThatIsKnown(String mcc, @Nullable String pointer) {
        assertThat(flaw(mcc, ENTERPRISE, null, MerchantCategory.ENTERPRISE, CORPORATE, null))
                .isEqualTo(Optional.ofNullable(pointer));
    }

    /// The second character of the code says what the authority has registered, the first which authority it was.
    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y43, ENTERPRISE, ",
        "91350100M000100Y43, SOLE_PROPRIETOR, /category",
        "91350100M000100Y43, COOPERATIVE, /category",
        "91350100M000100Y43, INSTITUTION, /category",
        "92350100M000100Y40, SOLE_PROPRIETOR, ",
        "92350100M000100Y40, ENTERPRISE, /category",
        "93350100M000100Y4W, COOPERATIVE, ",
        "12350100M000100Y48, INSTITUTION, ",
        "12350100M000100Y48, ENTERPRISE, /category",
        "91350100M000100Y44, ENTERPRISE, /uscc"
    })
    void asksForTheCategoryThatTheCreditCodeShows(String uscc, MerchantCategory category, @Nullable String pointer) {
        assertThat(flaw("5812", uscc, null, category, CORPORATE, null)).isEqualTo(Optional.ofNullable(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y43, 91350100M000100Y43, ENTERPRISE, ",
        "91350100M000100Y43, , ENTERPRISE, ",
        "91350100M000100Y43, 110108000000016, ENTERPRISE, ",
        "91350100M000100Y43, 110108000000015, ENTERPRISE, /licenceNo",
        "91350100M000100Y43, 110108000000017, ENTERPRISE, /licenceNo",
        "91350100M000100Y43, 11010800000001X, ENTERPRISE, /licenceNo",
        "91350100M000100Y43, 91110000600037341L, ENTERPRISE, /licenceNo",
        "12350100M000100Y48, , INSTITUTION, ",
        "12350100M000100Y48, 110108000000016, INSTITUTION, /licenceNo"
    })
    void asksForALicenceThatIsTheMerchants(
            String uscc, @Nullable String licenceNo, MerchantCategory category, @Nullable String pointer) {
        assertThat(flaw("5812", uscc, licenceNo, category, CORPORATE, null)).isEqualTo(Optional.ofNullable(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "ENTERPRISE, 0023000000000029, , ",
        "ENTERPRISE, 0023000000000029, CORPORATE, ",
        "ENTERPRISE, 0023000000000029, CLASS_II, /walletClass",
        "ENTERPRISE, 0023000000000028, , /walletId",
        "ENTERPRISE, 0013000000000013, , /walletId",
        "ENTERPRISE, 0022000000000020, , /walletId",
        "ENTERPRISE, 0020000000000022, , /walletId",
        "ENTERPRISE, 0020000000000022, CLASS_II, /walletId",
        "SOLE_PROPRIETOR, 0020000000000022, CLASS_II, ",
        "SOLE_PROPRIETOR, 0020000000000022, CORPORATE, /walletClass",
        "SOLE_PROPRIETOR, 0020000000000022, , /walletClass",
        "SOLE_PROPRIETOR, 0022000000000020, CLASS_II, /walletId",
        "SOLE_PROPRIETOR, 0023000000000029, , ",
        "SOLE_PROPRIETOR, 0023000000000029, CLASS_II, /walletClass",
    })
    void asksForAWalletThatMayBePaidInto(
            MerchantCategory category, String walletId, @Nullable WalletClass walletClass, @Nullable String pointer) {
        String uscc = category == MerchantCategory.ENTERPRISE ? ENTERPRISE : "92350100M000100Y40";

        assertThat(flaw("5812", uscc, null, category, walletId, walletClass)).isEqualTo(Optional.ofNullable(pointer));
    }

    @ParameterizedTest
    @CsvSource({"'', 0001, CORPORATE", "0755, 0755, CORPORATE"})
    void meansWhatIsUsualWhereNothingIsSaid(@Nullable String branch, String meant, WalletClass walletClass) {
        var said = said("5812", ENTERPRISE, null, MerchantCategory.ENTERPRISE, CORPORATE, null, branch);

        var registration = said.registration("0001");

        assertThat(registration.branchCode()).isEqualTo(meant);
        assertThat(registration.walletClass()).isEqualTo(walletClass);
        assertThat(registration.licenceNo()).isEqualTo(ENTERPRISE);
        assertThat(registration.legalRepresentative()).contains("王掌柜");
    }

    private static Optional<String> flaw(
            String mcc,
            String uscc,
            @Nullable String licenceNo,
            MerchantCategory category,
            String walletId,
            @Nullable WalletClass walletClass) {
        return ApplicationRules.flaw(said(mcc, uscc, licenceNo, category, walletId, walletClass, null), "002")
                .map(Flaw::pointer);
    }

    private static Application said(
            String mcc,
            String uscc,
            @Nullable String licenceNo,
            MerchantCategory category,
            String walletId,
            @Nullable WalletClass walletClass,
            @Nullable String branchCode) {
        return new Application(
                "Tea House",
                mcc,
                uscc,
                Optional.ofNullable(licenceNo),
                "王掌柜",
                category,
                walletId,
                Optional.ofNullable(walletClass),
                "0001",
                "shop",
                Optional.ofNullable(branchCode).filter(code -> !code.isEmpty()));
    }
}
