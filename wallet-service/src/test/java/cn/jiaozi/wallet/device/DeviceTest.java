package cn.jiaozi.wallet.device;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.SignerKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {
    private static final Device PHONE =
            new Device("alice", "phone-1", "Alice's phone", "key", "spki", NOW, Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "Alice's phone, key,",
        "Alice's phone, other, /certificateRequest",
        "Another phone, key, /name",
        "Another phone, other, /name",
    })
    void knowsOtherContent(String name, String keyId, @Nullable String pointer) {
        var other = new Device("alice", "phone-1", name, keyId, "spki", NOW.plusSeconds(1), Optional.empty());

        assertThat(PHONE.difference(other)).isEqualTo(Optional.ofNullable(pointer));
    }

    @Test
    void isAnnouncedWithARisingVersion() {
        assertThat(PHONE.signer()).isEqualTo(new SignerKey("key", "spki", "alice", Optional.empty(), true, 1));
        assertThat(PHONE.revoked(NOW).signer())
                .isEqualTo(new SignerKey("key", "spki", "alice", Optional.empty(), false, 2));
    }

    @Test
    void isRevokedOnceAndForEver() {
        var revoked = PHONE.revoked(NOW);

        assertThat(PHONE.state()).isEqualTo(DeviceState.ACTIVE);
        assertThat(revoked.state()).isEqualTo(DeviceState.REVOKED);
        assertThat(revoked.revoked(NOW.plusSeconds(1))).isEqualTo(revoked);
    }
}
