package cn.jiaozi.payment.qr;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.sdk.qr.MerchantQr;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesTest {
    @ParameterizedTest
    @CsvSource({
        "Tea House, Tea House, ",
        "交子茶馆 Jiaozi Teahouse, Jiaozi Teahouse, 交子茶馆 Jiaozi Teahouse",
        "茶馆, Merchant 100000000000013, 茶馆",
        "Café, Caf, Café",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ, ABCDEFGHIJKLMNOPQRSTUVWXY, ",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六, Merchant 100000000000013, 一二三四五六七八九十一二三四五六七八九十一二三四五",
    })
    void showsTheNameToEveryReader(String name, String ascii, @Nullable String chinese) {
        var code = Codes.of(payee(name, Optional.of("5812")), Optional.empty(), Optional.empty(), "Chengdu");

        assertThat(code.name()).isEqualTo(ascii);
        assertThat(code.chineseName()).isEqualTo(Optional.ofNullable(chinese));
        assertThat(MerchantQr.of(code.text())).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"5812, 5812", ", 7299"})
    void saysTheCategoryWhereItIsKnown(@Nullable String mcc, String category) {
        assertThat(Codes.of(payee("Tea", Optional.ofNullable(mcc)), Optional.empty(), Optional.empty(), "Chengdu")
                        .categoryCode())
                .isEqualTo(category);
    }

    private static Payee payee(String name, Optional<String> mcc) {
        return new Payee(
                "100000000000013",
                Optional.empty(),
                name,
                mcc,
                new WalletParty("0023000000000028", "002"),
                "org-1",
                true,
                1);
    }
}
