package cn.jiaozi.merchant.receipt;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.paper.Receipt;
import org.springframework.http.HttpStatus;

/// Whether there is a receipt.
sealed interface Issue {
    record Given(Receipt receipt) implements Issue {}

    record Refused(Why why, String detail) implements Issue {
        Problem problem() {
            return Problem.of(why.status, why.reason, detail);
        }
    }

    enum Why {
        NOT_BOOKED_YET(HttpStatus.NOT_FOUND, Reason.RECEIPT_NOT_READY),
        NEVER_BOOKED(HttpStatus.NOT_FOUND, Reason.RECEIPT_NOT_GIVEN),
        /// Reconciliation says the same, and somebody has to look.
        DOES_NOT_ADD_UP(HttpStatus.CONFLICT, Reason.RECEIPT_NOT_GIVEN);

        private final HttpStatus status;
        private final Reason reason;

        Why(HttpStatus status, Reason reason) {
            this.status = status;
            this.reason = reason;
        }
    }
}
