package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/// What two judges may do to one another.
class VoucherStoreIT extends OfflineServiceTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    private final VoucherStore store;

    VoucherStoreIT(@Autowired VoucherStore store) {
        this.store = store;
    }

    @Test
    void letsAJudgeBeginAgainWhenAnotherHasUsedTheNonce() {
        insert("P00000000000000A", 1, 7);

        assertThatThrownBy(() -> insert("P00000000000000B", 1, 7)).isInstanceOf(ConcurrencyFailureException.class);
        insert("P00000000000000B", 1, 8);
    }

    @Test
    void blamesTheVoucherForAnythingElse() {
        insert("P00000000000000C", 1, 1);

        assertThatThrownBy(() -> insert("P00000000000000C", 1, 2)).isInstanceOf(DuplicateKeyException.class);
    }

    private void insert(String purse, int counter, int nonce) {
        var debit = new Given.Change(Given.debit(counter, Hash.ZERO, 1_000, 99_000))
                .by(purse, Octets.parse("%030x%02x".formatted(0xa11, nonce)))
                .debit();
        var signature = Octets.of(new byte[64]);
        var voucher = new Voucher(new Signed<>(debit, signature), Optional.of(signature));
        var copy = new Copy(UUID.randomUUID(), 0, Given.TILL, 1, 1_000, NOW, voucher);
        var pays = new Finding.Pays(Verdict.ACCEPTED, Bearer.NONE, Set.of(), Funding.RESERVE_FIRST);
        store.insert(List.of(new Judgement(copy, pays, Optional.of(UUID.randomUUID()), true, Optional.empty())), NOW)
                .block();
    }
}
