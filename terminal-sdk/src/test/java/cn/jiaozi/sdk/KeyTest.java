package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    @ParameterizedTest
    @EnumSource
    void isTheSameKeyWhenReadAgain(Curve curve) {
        var key = SigningKey.generate(curve);

        assertThat(SigningKey.ofPem(key.pem()).id()).isEqualTo(key.id());
        assertThat(VerifyingKey.of(key.verifying().encoded()).id()).isEqualTo(key.id());
        assertThat(VerifyingKey.ofPem(key.verifying().pem()).id()).isEqualTo(key.id());
        assertThat(KeyRequest.proven(key.request("POS-1")).id()).isEqualTo(key.id());
        assertThat(key.id()).hasSize(43);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base64!", "AAAA", "MIIB"})
    void refusesWhatIsNoKey(String text) {
        assertThatThrownBy(() -> VerifyingKey.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        VerifyingKey.ofPem("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerifyingKey.ofPem(text)).hasMessageContaining("PEM");
    }

    @Test
    void refusesAKeyOnAnotherCurve() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));

        assertThatThrownBy(() -> VerifyingKey.of(encoded(generator))).hasMessageContaining("another curve");
    }

    @Test
    void refusesAKeyOfAnotherKind() throws NoSuchAlgorithmException {
        assertThatThrownBy(() -> VerifyingKey.of(encoded(KeyPairGenerator.getInstance("RSA"))))
                .hasMessageContaining("named curve");
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
        byte[] der = Base64.getDecoder()
                .decode(SigningKey.generate(Curve.P256).verifying().encoded());
        der[der.length - 1] ^= 1;

        assertThatThrownBy(() -> VerifyingKey.of(Base64.getEncoder().encodeToString(der)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesARequestThatAnotherKeySigned(Curve curve) {
        var request = SigningKey.generate(curve).request("POS-1");
        // Another letter within the signature, which stands at the end.
        int place = request.length() - 60;
        char other = request.charAt(place) == 'A' ? 'B' : 'A';

        assertThatThrownBy(() -> KeyRequest.proven(request.substring(0, place) + other + request.substring(place + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertThatThrownBy(() -> KeyRequest.proven("nothing")).hasMessageContaining("PKCS #10");
        assertThatThrownBy(() -> KeyRequest.proven("x".repeat(4_097))).hasMessageContaining("too long");
    }

    private static String encoded(KeyPairGenerator generator) {
        return Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    }
}
