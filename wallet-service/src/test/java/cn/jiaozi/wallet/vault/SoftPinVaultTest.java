package cn.jiaozi.wallet.vault;

import static cn.jiaozi.wallet.vault.VaultFixture.block;
import static cn.jiaozi.wallet.vault.VaultFixture.header;
import static cn.jiaozi.wallet.vault.VaultFixture.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.wallet.vault.PinVault.Sealing;
import cn.jiaozi.wallet.vault.PinVault.Verdict;
import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SoftPinVaultTest {
    private static final ECKey KEY = aKey(Curve.P_256);
    private static final SoftPinVault VAULT =
            new SoftPinVault(new VaultSettings(KEY.toJSONString(), "03".repeat(32), List.of()));
    private static final PinBlock.Act SETTING = new PinBlock.Act("wallet-1", "set-01", Optional.empty());
    private static final PinBlock.Act VERIFICATION = new PinBlock.Act("wallet-1", "verify-1", Optional.of("payment-1"));

    @Test
    void publishesThePublicHalfAlone() {
        var key = VAULT.key();

        assertThat(key.kid()).isEqualTo(thumbprint(KEY));
        assertThat(key.x()).isEqualTo(KEY.getX().toString());
        assertThat(key.toString()).doesNotContain(KEY.getD().toString());
        assertThat(new VaultSettings(KEY.toJSONString(), "", List.of()).toString())
                .doesNotContain(KEY.getD().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "135790, RIGHT",
        "135791, WRONG",
        "123456, WRONG",
        "13579, UNREADABLE",
        "13579x, UNREADABLE",
        "'', UNREADABLE",
    })
    void verifiesWhatItHasSealed(String pin, Verdict verdict) {
        assertThat(verify(of(content(pin, VERIFICATION)))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "135790,",
        "123456, the PIN must not be a repetition or a run",
        "13579, the PIN must have six digits",
    })
    void sealsNoPinThatIsGuessedFirst(String pin, @Nullable String why) {
        var sealing = seal(of(content(pin, SETTING)));

        if (why == null) {
            assertThat(sealing).isInstanceOf(Sealing.Sealed.class);
            assertThat(sealing.toString()).isEqualTo("Sealed");
        } else {
            assertThat(sealing).isEqualTo(new Sealing.Refused(why));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "walletId, wallet-2",
        "id, verify-2",
        "paymentId, payment-2",
        "paymentId,",
        "pin,",
        "id,",
        "walletId,",
    })
    void readsNothingThatWasMadeForAnotherAct(String field, @Nullable String value) {
        var content = new HashMap<String, @Nullable Object>(content("135790", VERIFICATION));
        content.put(field, value);

        assertThat(verify(of(content))).isEqualTo(Verdict.UNREADABLE);
    }

    @Test
    void takesNoSettingForAVerificationNorTheOtherWayRound() {
        var setting = of(content("135790", new PinBlock.Act("wallet-1", "verify-1", Optional.empty())));

        assertThat(verify(setting)).isEqualTo(Verdict.UNREADABLE);
        assertThat(seal(of(content("135790", new PinBlock.Act("wallet-1", "set-01", Optional.of("payment-1"))))))
                .isInstanceOf(Sealing.Refused.class);
    }

    static Stream<Arguments> unreadable() {
        var content = Json.write(content("135790", VERIFICATION));
        var other = aKey(Curve.P_256);
        var good = block(KEY, header(KEY).build(), content);
        return Stream.of(
                Arguments.of("another key", block(other, header(other).build(), content)),
                Arguments.of(
                        "another key under our name", block(other, header(KEY).build(), content)),
                Arguments.of(
                        "no name of a key",
                        block(
                                KEY,
                                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM).build(),
                                content)),
                Arguments.of(
                        "another encryption",
                        block(
                                KEY,
                                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
                                        .keyID(thumbprint(KEY))
                                        .build(),
                                content)),
                Arguments.of(
                        "compressed",
                        block(
                                KEY,
                                header(KEY)
                                        .compressionAlgorithm(CompressionAlgorithm.DEF)
                                        .build(),
                                content)),
                Arguments.of("no object", block(KEY, header(KEY).build(), "\"135790\"")),
                Arguments.of("no JSON", block(KEY, header(KEY).build(), "135790 and more")),
                Arguments.of("another tag", good.substring(0, good.length() - 3) + "AAA"),
                Arguments.of("cut", good.substring(0, good.lastIndexOf('.'))),
                Arguments.of("in clear", "135790"),
                Arguments.of("nothing", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void readsNothingButWhatWasEncryptedToItsKey(String why, String block) {
        assertThat(verify(block)).as(why).isEqualTo(Verdict.UNREADABLE);
    }

    @Test
    void startsWithAPrivateKeyOnP256Alone() {
        for (var key :
                List.of(KEY.toPublicJWK().toJSONString(), aKey(Curve.P_384).toJSONString(), "{}", "key")) {
            assertThatThrownBy(() -> new PinCipher(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysNothingOfAPinInALog() {
        assertThat(new PinContent("135790", "wallet-1", "set-01", Optional.empty()).toString())
                .isEqualTo("PinContent");
        assertThat(new PinBlock("jwe", SETTING).toString()).doesNotContain("jwe");
    }

    private static Verdict verify(String block) {
        return Objects.requireNonNull(
                VAULT.verify(new PinBlock(block, VERIFICATION), kept()).block());
    }

    private static Sealing seal(String block) {
        return Objects.requireNonNull(VAULT.seal(new PinBlock(block, SETTING)).block());
    }

    private static String kept() {
        return ((Sealing.Sealed) seal(of(content("135790", SETTING)))).kept();
    }

    private static String of(Map<String, ?> content) {
        return block(KEY, content);
    }

    private static Map<String, Object> content(String pin, PinBlock.Act act) {
        var content = new HashMap<String, Object>(Map.of("pin", pin, "walletId", act.walletId(), "id", act.id()));
        act.paymentId().ifPresent(paymentId -> content.put("paymentId", paymentId));
        return content;
    }

    private static ECKey aKey(Curve curve) {
        try {
            return new ECKeyGenerator(curve).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
