package cn.jiaozi.payment.voucher;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// How late is too late (domain 4.4). Times are the payee's, bounded by the time of receipt.
///
/// @param certificateGrace how long after its end a certificate still pays, at the issuer's risk
/// @param listFresh        how old the revocation list may be that the payee has checked against
/// @param uploadWithin     when a payee must have uploaded to be paid in good faith
/// @param paysWithin       when a voucher must have come to be paid from anything but its reserve
/// @param unsentAtMost     vouchers that a payee may hold before it must upload
/// @param unsentFen        their sum
/// @param patience         how long a copy waits for what is on its way to us
/// @param gapAfter         when a missing counter is given up
/// @param judgeAtMost      copies that are judged in one transaction
/// @param sweepEvery       how often what lies there is looked after
/// @param lookAgainAfter   when a copy that waits is looked at again
/// @param askAgainAfter    when the ledger is asked again; the last step repeats
@Validated
@ConfigurationProperties("jiaozi.voucher")
public record VoucherSettings(
        Duration certificateGrace,
        Duration listFresh,
        Duration uploadWithin,
        Duration paysWithin,
        @Positive int unsentAtMost,
        @Positive long unsentFen,
        Duration patience,
        Duration gapAfter,
        @Positive int judgeAtMost,
        Duration sweepEvery,
        Duration lookAgainAfter,
        @NotEmpty List<Duration> askAgainAfter) {}
