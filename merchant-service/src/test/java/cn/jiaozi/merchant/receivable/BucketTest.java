package cn.jiaozi.merchant.receivable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    /// Days are those of Shanghai, where they begin at 16:00 of the day before.
    @ParameterizedTest
    @CsvSource({
        "2026-11-28T15:59:59Z, 0, 0-30",
        "2026-11-27T16:00:00Z, 0, 0-30",
        "2026-11-27T15:59:59Z, 1, 0-30",
        "2026-10-28T16:00:00Z, 30, 0-30",
        "2026-10-28T15:59:59Z, 31, 31-60",
        "2026-09-28T16:00:00Z, 60, 31-60",
        "2026-09-28T15:59:59Z, 61, 61-90",
        "2026-08-29T16:00:00Z, 90, 61-90",
        "2026-08-29T15:59:59Z, 91, 90+",
        "2020-01-01T00:00:00Z, 2523, 90+",
        "2026-11-28T16:00:00Z, 0, 0-30"
    })
    void countsDaysOfTheCalendar(Instant since, long ageDays, String label) {
        assertThat(Bucket.ageDays(since, TODAY)).isEqualTo(ageDays);
        assertThat(Bucket.of(since, TODAY).label()).isEqualTo(label);
    }

    /// What the database looks for is what the label says.
    @ParameterizedTest
    @CsvSource({
        "2026-10-28T16:00:00Z, 0-30",
        "2026-10-28T15:59:59Z, 31-60",
        "2026-09-28T16:00:00Z, 31-60",
        "2026-09-28T15:59:59Z, 61-90",
        "2026-08-29T16:00:00Z, 61-90",
        "2026-08-29T15:59:59Z, 90+"
    })
    void liesBetweenItsMoments(Instant since, String label) {
        for (var bucket : Bucket.values()) {
            boolean inside = !since.isBefore(bucket.oldest(TODAY)) && since.isBefore(bucket.end(TODAY));
            assertThat(inside).as(bucket.label()).isEqualTo(bucket.label().equals(label));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0-30, TO_30",
        "31-60, TO_60",
        "61-90, TO_90",
        "90+, OVER_90",
        "'90 ', OVER_90",
        "90, ",
        "'', ",
        "0-31, "
    })
    void isKnownByItsLabel(String said, Bucket bucket) {
        assertThat(Bucket.labelled(said).orElse(null)).isEqualTo(bucket);
    }
}
