package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.close;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.opening;
import static cn.jiaozi.ledger.LedgerFixture.orElseTo;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.shard.OwnSlots;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What names an account of another shard, by every way of naming one; its neighbour, one slot below, is this shard's.
class ElsewhereTest {
    private static final String CORE = "core:0200:clearing";
    /// In slots 511 and 512.
    private static final String HERE = "146";
    private static final String ELSEWHERE = "1762";

    private static final OwnSlots LOWER = new OwnSlots(ShardMap.of("0-511=0,512-1023=1"), 0);

    private final LedgerInMemory ledger = new LedgerInMemory().as(LOWER);

    private static String available(String walletId) {
        return "wallet:" + walletId + ":available";
    }

    @BeforeEach
    void openAccounts() {
        ledger.must(
                open(StepId.first("test:open", "open"), core("0200"), wallet("a"), wallet(HERE)),
                post("exchange:0", leg(CORE, available("a"), 100), leg(CORE, available(HERE), 100)));
    }

    /// Each asks for something of the wallet that is named.
    static Stream<Arguments> ways() {
        var id = StepId.first("test:1", "do");
        return Stream.of(
                way("opened", named -> open(id, wallet("b"), reserve(named, named))),
                way("opened", named -> open(id, reserve("a", named))),
                way(
                        "posted",
                        named -> new LedgerRequest.PostEntry(
                                id, opening(entry(leg(CORE, available("a"), 1)), reserve(named, named)))),
                way("posted", named -> post("payment:1", leg(available("a"), available(named), 1))),
                way("posted", named -> post("payment:1", leg(available(named), available("a"), 1))),
                way("posted", named -> post("payment:1", leg(CORE, available("a"), 1), leg(CORE, available(named), 1))),
                way("posted", named -> post("payment:1", elseTo(named))),
                way("held", named -> hold("exchange:1", leg(CORE, available(named), 1))),
                way(
                        "constrained",
                        named -> new LedgerRequest.ConstrainAccount(id, available(named), true, false, 0, 1)),
                way("ACCOUNT_NOT_EMPTY", named -> close(named)),
                way("constrained", named -> new LedgerRequest.SetCap(id, "wallet:" + named, Optional.of(5L), 1)));
    }

    private static Arguments way(String done, Function<String, LedgerRequest> request) {
        return Arguments.of(done, request);
    }

    private static LegSpec elseTo(String walletId) {
        return orElseTo(available(walletId), leg(CORE, available("a"), 1));
    }

    private static AccountSpec reserve(String walletId, String group) {
        var spec = wallet(walletId);
        return new AccountSpec(
                "wallet:" + walletId + ":reserve",
                spec.subject(),
                spec.operator(),
                spec.branchCode(),
                spec.owner(),
                spec.floorFen(),
                Optional.of("wallet:" + group));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void refusesWhatLiesOnAnotherShardAndChangesNothing(String done, Function<String, LedgerRequest> way) {
        var before = ledger.shard();

        var answer = ledger.batch(way.apply(ELSEWHERE)).getFirst().answer();

        assertThat(answer).isInstanceOf(LedgerEvent.Rejected.class);
        var rejected = (LedgerEvent.Rejected) answer;
        assertThat(rejected.reason()).isEqualTo(Reason.ACCOUNT_ON_OTHER_SHARD);
        assertThat(rejected.address())
                .hasValueSatisfying(address -> assertThat(address).startsWith("wallet:" + ELSEWHERE));
        assertThat(ledger.shard()).isEqualTo(before);
        assertThat(ledger.account(available("a")).balanceFen()).isEqualTo(100);
        assertThat(ledger.has(available("b"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void doesTheSameForTheNeighbouringSlot(String done, Function<String, LedgerRequest> way) {
        assertThat(ledger.say(way.apply(HERE))).isEqualTo(done);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void isTheOtherWayRoundOnTheOtherShard(String done, Function<String, LedgerRequest> way) {
        var upper = new LedgerInMemory().as(new OwnSlots(LOWER.map(), 1));
        upper.must(open(StepId.first("test:open", "open"), core("0200"), wallet(ELSEWHERE)));

        assertThat(upper.say(way.apply(HERE))).isEqualTo("ACCOUNT_ON_OTHER_SHARD");
        assertThat(upper.say(post("exchange:9", leg(CORE, available(ELSEWHERE), 1))))
                .isEqualTo("posted");
    }

    /// What was said stays said, whatever the map becomes.
    @Test
    void keepsARefusalForItsAttempt() {
        var pay = post("payment:1", leg(available("a"), available(ELSEWHERE), 1));

        assertThat(ledger.say(pay)).isEqualTo("ACCOUNT_ON_OTHER_SHARD");
        assertThat(ledger.as(new OwnSlots(ShardMap.ONE, 0)).say(pay)).isEqualTo("ACCOUNT_ON_OTHER_SHARD");
    }
}
