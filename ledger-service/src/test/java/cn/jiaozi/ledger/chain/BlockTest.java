package cn.jiaozi.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.receipt.ClearEntry;
import cn.jiaozi.sdk.receipt.Commitments;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.receipt.Merkle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {
    private static final Hash SECRET = Hash.sm3(new byte[] {7});

    /// Whatever parts it is hashed in, and by however many threads.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 503, 504, 505, 2_001})
    void hasTheRootOfItsEntriesHashedOneByOne(int size) {
        var facts =
                LongStream.rangeClosed(41, 40 + size).mapToObj(BlockTest::fact).toList();

        var oneByOne = facts.stream()
                .map(fact -> fact.hide(new Commitments.Secret(SECRET.bytes())).leafHash())
                .toList();

        assertThat(Block.root(facts, SECRET)).isEqualTo(Merkle.root(oneByOne));
    }

    private static Fact fact(long height) {
        return new Fact(
                height,
                "POST",
                "P2P",
                LocalDate.of(2026, 11, 29),
                Instant.EPOCH.plusSeconds(height),
                StepId.first("payment:" + height, "post"),
                Optional.empty(),
                List.of(new ClearEntry.Leg("wallet:" + height + ":available", "wallet:1:available", height)));
    }
}
