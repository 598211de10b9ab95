package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.account.Member;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final Memory memory = new Memory();
    private final Member a = alone("a");
    private final Member b = alone("b");

    private static Member alone(String wallet) {
        return new Member(account(wallet), Optional.of(group(wallet)));
    }

    private static Account account(String wallet) {
        return Account.open(1, wallet(wallet), 0);
    }

    private static CapGroup group(String name) {
        return CapGroup.uncapped(1, name, 0).withMember();
    }

    private List<Member> recall(long stamp) {
        return memory.recall(stamp, List.of(a.account().address(), b.account().address()));
    }

    @Test
    void knowsWhatItsLastBatchLeft() {
        memory.keep(0, 7, List.of(a));
        memory.keep(7, 8, List.of(b));

        assertThat(recall(8)).containsExactly(a, b);
    }

    @Test
    void knowsNothingUnderAnotherStamp() {
        memory.keep(0, 7, List.of(a));

        assertThat(recall(6)).isEmpty();
        assertThat(recall(8)).isEmpty();
        assertThat(recall(7)).containsExactly(a);
    }

    @Test
    void forgetsWhatItKnewBeforeAnotherWrote() {
        memory.keep(0, 7, List.of(a));
        memory.keep(9, 10, List.of(b));

        assertThat(recall(10)).containsExactly(b);
    }

    /// Two batches may tell of their commits in the other order.
    @Test
    void isOfNoUseAfterAnEarlierBatchWasHeardOfLast() {
        memory.keep(0, 7, List.of(a));
        memory.keep(8, 9, List.of(b));
        memory.keep(7, 8, List.of(a));

        assertThat(recall(9)).isEmpty();
    }

    @Test
    void doesNotRememberAnAccountWhoseGroupHasAnotherMember() {
        memory.keep(0, 7, List.of(a, b));
        memory.keep(7, 8, List.of(new Member(a.account(), Optional.of(group("a").withMember()))));

        assertThat(recall(8)).containsExactly(b);
    }

    @Test
    void forgetsTheOneThatWasLongestUnasked() {
        memory.keep(
                0,
                7,
                IntStream.range(0, Memory.MOST).mapToObj(n -> alone("n" + n)).toList());
        memory.recall(7, List.of(account("n0").address()));
        memory.keep(7, 8, List.of(a));

        assertThat(memory.recall(8, List.of(account("n0").address()))).hasSize(1);
        assertThat(memory.recall(8, List.of(account("n1").address()))).isEmpty();
        assertThat(memory.recall(8, List.of(account("n2").address()))).hasSize(1);
    }
}
