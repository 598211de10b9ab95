package cn.jiaozi.merchant.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.paper.Receipt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptCheckTest {
    private static final LocalDate BACK = LocalDate.of(2026, 11, 30);
    private static final Receipt RECEIPT = new Receipt(
            Receipt.Kind.PAYOUT,
            LocalDate.of(2026, 11, 28),
            Instant.parse("2026-11-28T01:30:00Z"),
            List.of("0-4711-1"),
            new Receipt.Party("茶馆", "0023000000000029", "002"),
            new Receipt.Party("茶馆", "****0001", "002"),
            100_00,
            List.of());

    private static ReceiptCheck check(String number, String code) {
        return ReceiptCheck.of(number, code, RECEIPT, Optional.of(BACK));
    }

    @Test
    void takesTheCodeAsItIsRead() {
        for (String code : List.of(
                RECEIPT.code(),
                RECEIPT.code().replace("-", ""),
                RECEIPT.code().replace('-', ' ').toLowerCase(Locale.ROOT))) {
            var check = check("20261128-0-4711-1", code);

            assertThat(check.genuine()).as(code).isTrue();
            assertThat(check.says().orElseThrow().amountFen()).isEqualTo(100_00);
            assertThat(check.returnedOn()).contains(BACK);
        }
    }

    @Test
    void saysNothingOfWhatIsUnderTheNumberOfAForgery() {
        String other =
                (RECEIPT.code().startsWith("0") ? "1" : "0") + RECEIPT.code().substring(1);

        for (var check : List.of(check("20261128-0-4711-1", other), check("20261128-0-4711-2", RECEIPT.code()))) {
            assertThat(check.genuine()).isFalse();
            assertThat(check.says()).isEmpty();
            assertThat(check.returnedOn()).isEmpty();
        }
    }
}
