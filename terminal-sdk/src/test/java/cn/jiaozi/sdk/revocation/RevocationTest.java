package cn.jiaozi.sdk.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.voucher.Signed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {
    private static final Instant AT = Certified.START.plusSeconds(86_400);
    private static final int HEAD = 25;

    private static String purse(int number) {
        return String.format("P%015d", number);
    }

    private static List<String> purses(int from, int to) {
        return IntStream.range(from, to).mapToObj(RevocationTest::purse).toList();
    }

    private static RevocationList list(int number, int from, int to) {
        return RevocationList.of(number, AT.plusSeconds(number), purses(from, to));
    }

    @Test
    void holdsAHundredThousandPursesInLessThanAMegabyte() {
        var list = list(1, 0, 100_000);

        assertThat(list.encoded()).hasSize(HEAD + 800_000).hasSizeLessThanOrEqualTo(1_000_000);
        assertThat(purses(0, 100_000)).allMatch(list::contains);
        assertThat(purses(100_000, 200_000)).noneMatch(list::contains);
        assertThat(RevocationList.read(list.encoded())).isEqualTo(list);
    }

    @Test
    void isTheSameWhateverTheOrderAndHoweverOften() {
        var once = RevocationList.of(1, AT, List.of(purse(1), purse(2), purse(3)));
        var again = RevocationList.of(1, AT.plusMillis(999), List.of(purse(3), purse(1), purse(2), purse(1)));

        assertThat(again).isEqualTo(once).hasSameHashCodeAs(once);
        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(again.members().size()).isEqualTo(3);
    }

    @Test
    void mayBeEmpty() {
        var list = RevocationList.of(1, AT, List.of());

        assertThat(list.contains(purse(1))).isFalse();
        assertThat(RevocationList.read(list.encoded())).isEqualTo(list);
    }

    @Test
    void isNeverLongerThanADeviceHasRoomFor() {
        int most = (RevocationList.LONGEST - HEAD) / 8;

        assertThat(list(1, 0, most).encoded()).hasSizeLessThanOrEqualTo(RevocationList.LONGEST);
        assertThatThrownBy(() -> list(1, 0, most + 1)).hasMessage("A list of " + (most + 1) + " purses is too long");
        assertThatThrownBy(() -> RevocationList.read(new byte[RevocationList.LONGEST + 1]))
                .hasMessage("is longer than 1048576 bytes");
    }

    @Test
    void beginsWithTheNumberOne() {
        assertThat(list(1, 0, 1).number()).isEqualTo(1);
        assertThatThrownBy(() -> list(0, 0, 1)).hasMessage("The first list has the number 1");
    }

    @ParameterizedTest
    @MethodSource
    void isFreshUpToAnAge(Duration age, boolean fresh) {
        var list = RevocationList.of(1, AT, List.of());

        assertThat(list.isFresh(AT.plus(age), Duration.ofDays(3))).isEqualTo(fresh);
    }

    static Stream<Arguments> isFreshUpToAnAge() {
        var limit = Duration.ofDays(3);
        return Stream.of(
                Arguments.of(Duration.ofHours(-1), true),
                Arguments.of(limit.minusNanos(1), true),
                Arguments.of(limit, true),
                Arguments.of(limit.plusNanos(1), false));
    }

    @Test
    void changesLeadToTheSameListInOneStepOrInMany() {
        var random = new Random(5);
        var purses = new HashSet<>(purses(0, 500));
        var first = RevocationList.of(1, AT, purses);
        var stepped = first;
        var newest = first;
        for (int number = 2; number < 30; number++) {
            for (int i = 0; i < 20; i++) {
                var purse = purse(random.nextInt(1_000));
                if (!purses.remove(purse)) {
                    purses.add(purse);
                }
            }
            newest = RevocationList.of(number, AT.plusSeconds(number), purses);
            var delta = RevocationDelta.between(stepped, newest);
            assertThat(RevocationDelta.read(delta.encoded())).isEqualTo(delta).hasSameHashCodeAs(delta);
            stepped = stepped.apply(delta);
            assertThat(stepped).isEqualTo(newest);
        }
        var leapt = first.apply(RevocationDelta.between(first, newest));

        assertThat(leapt.digest()).isEqualTo(newest.digest()).isEqualTo(stepped.digest());
        assertThat(purses).allMatch(leapt::contains);
    }

    @Test
    void changesFitOneListAlone() {
        var first = list(1, 0, 10);
        var delta = RevocationDelta.between(first, list(2, 5, 20));

        assertThatThrownBy(() -> list(2, 5, 20).apply(delta))
                .hasMessage("The difference is to list 1, and this is list 2");
        assertThatThrownBy(() -> list(1, 0, 11).apply(RevocationDelta.between(first, list(2, 5, 9))))
                .hasMessage("The list that results has another digest than list 2");
        assertThat(first.apply(delta)).isEqualTo(list(2, 5, 20));
    }

    @Test
    void changesNeverLeadBack() {
        assertThatThrownBy(() -> RevocationDelta.between(list(2, 0, 1), list(2, 0, 2)))
                .hasMessage("Changes lead from a list to a later one");
        assertThatThrownBy(() -> RevocationDelta.between(list(2, 0, 1), list(1, 0, 2)))
                .hasMessage("Changes lead from a list to a later one");
    }

    @Test
    void areReadInTheirOneForm() {
        byte[] list = list(7, 0, 3).encoded();
        byte[] delta = RevocationDelta.between(list(1, 0, 3), list(2, 2, 4)).encoded();

        assertThatThrownBy(() -> RevocationList.read(delta))
                .hasMessage("Tag 01 says that it is another message than REVOCATION_LIST");
        assertThatThrownBy(() -> RevocationDelta.read(list))
                .hasMessage("Tag 01 says that it is another message than REVOCATION_DELTA");
        assertThatThrownBy(() -> RevocationList.read(Arrays.copyOf(list, list.length + 8)))
                .hasMessage("Tag 04 is not how many fingerprints follow");
        assertThatThrownBy(() -> RevocationList.read(Arrays.copyOf(list, list.length - 1)))
                .hasMessage("Tag 04 is not how many fingerprints follow");
        assertThatThrownBy(() -> RevocationDelta.read(Arrays.copyOf(delta, delta.length + 1)))
                .hasMessage("Tag 07 is not, with tag 06, how many fingerprints follow");
        assertThatThrownBy(() -> RevocationList.read(Arrays.copyOf(list, HEAD - 1)))
                .hasMessage("Tag 04 is missing or cut off");
    }

    /// A count of 2^29 and more would be 4 GiB and more of fingerprints, and their bytes overflow an int.
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 1 << 29, (1 << 29) + 3, Integer.MAX_VALUE})
    void refuseToCountWhatIsNotThere(int count) {
        byte[] list = list(7, 0, 3).encoded();
        ByteBuffer.wrap(list).putInt(HEAD - 4, count);
        assertThatThrownBy(() -> RevocationList.read(list)).hasMessage("Tag 04 is not how many fingerprints follow");
    }

    @Test
    void areInAscendingOrderEachOnce() {
        byte[] list = list(7, 0, 3).encoded();
        byte[] twice = list.clone();
        System.arraycopy(list, HEAD, twice, HEAD + 8, 8);
        byte[] turned = list.clone();
        System.arraycopy(list, HEAD, turned, HEAD + 16, 8);
        System.arraycopy(list, HEAD + 16, turned, HEAD, 8);

        assertThatThrownBy(() -> RevocationList.read(twice))
                .hasMessage("Fingerprint 2 is not behind the one before it");
        assertThatThrownBy(() -> RevocationList.read(turned))
                .hasMessage("Fingerprint 2 is not behind the one before it");
    }

    @Test
    void areBelievedFromASignatoryAlone() {
        var certified = new Certified();
        var trust = certified.trust();
        var signatory = certified.holder(CertificateRole.SIGNATORY, "Signatory 1");
        var terminal = certified.holder(CertificateRole.TERMINAL, "T000000000000001");
        var late = certified.holder(CertificateRole.SIGNATORY, "Signatory 2", AT.plusSeconds(2), Certified.YEAR);
        var first = list(1, 0, 3);
        byte[] signed = Signed.by(signatory.key(), first).encoded();
        var second = list(2, 2, 4);
        byte[] delta = Signed.by(signatory.key(), RevocationDelta.between(first, second))
                .encoded();

        assertThat(Revocations.believed(signed, signatory.chain(), trust)).isEqualTo(first);
        assertThat(Revocations.updated(first, delta, signatory.chain(), trust)).isEqualTo(second);
        assertThatThrownBy(() -> Revocations.believed(signed, late.chain(), trust))
                .hasMessage("is not by a signatory whom the root vouches for at that time");
        assertThatThrownBy(() -> Revocations.updated(first, delta, late.chain(), trust))
                .hasMessage("is not signed by the signatory");
        assertThatThrownBy(() ->
                        Revocations.believed(Signed.by(terminal.key(), first).encoded(), terminal.chain(), trust))
                .hasMessage("is not by a signatory whom the root vouches for at that time");
        assertThatThrownBy(() ->
                        Revocations.believed(Signed.by(terminal.key(), first).encoded(), signatory.chain(), trust))
                .hasMessage("is not signed by the signatory");
    }

    /// Whatever is flipped, cut or added, nothing else than the one list is read under the signature.
    @Test
    void areNotBelievedWhenSpoiled() {
        var certified = new Certified();
        var signatory = certified.holder(CertificateRole.SIGNATORY, "Signatory 1");
        byte[] signed = Signed.by(signatory.key(), list(1, 0, 3)).encoded();
        for (int at = 0; at < signed.length; at++) {
            byte[] spoiled = signed.clone();
            spoiled[at] ^= 1;
            assertThatThrownBy(() -> Revocations.believed(spoiled, signatory.chain(), certified.trust()))
                    .isInstanceOf(IllegalArgumentException.class);
            byte[] cut = Arrays.copyOf(signed, at);
            assertThatThrownBy(() -> Revocations.believed(cut, signatory.chain(), certified.trust()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
