package cn.jiaozi.merchant.receipt;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.paper.Receipt;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ReceiptController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final ReceiptService receipts;
    private final Press press;

    ReceiptController(ReceiptService receipts, Press press) {
        this.receipts = receipts;
        this.press = press;
    }

    /// @param businessId of the sale or the refund, as the sales of a day name it
    @GetMapping(path = "/v1/merchants/{merchantNo}/sales/{businessId}/receipt", produces = "application/pdf")
    Mono<ResponseEntity<byte[]>> ofSale(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = "(payment|refund|vouchers):[0-9a-f-]{36}") String businessId,
            Caller caller) {
        return receipts.ofSale(caller, merchantNo, businessId).flatMap(this::printed);
    }

    /// @param id of the payout, or the one that its asker gave it
    @GetMapping(path = "/v1/merchants/{merchantNo}/payouts/{id}/receipt", produces = "application/pdf")
    Mono<ResponseEntity<byte[]>> ofPayout(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = "[0-9A-Za-z_-]{6,36}") String id,
            Caller caller) {
        return receipts.ofPayout(caller, merchantNo, id).flatMap(this::printed);
    }

    @GetMapping("/v1/receipt-checks/{receiptNo}")
    Mono<ReceiptCheck> check(
            @PathVariable @Pattern(regexp = ReceiptNumber.FORM) String receiptNo,
            @RequestParam @Pattern(regexp = "[0-9A-Fa-f -]{20,24}") String code,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return receipts.check(receiptNo, code);
    }

    private Mono<ResponseEntity<byte[]>> printed(Receipt receipt) {
        return press.print(receipt)
                .map(pdf -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_PDF)
                        .cacheControl(CacheControl.noStore())
                        .headers(headers -> headers.setContentDisposition(ContentDisposition.inline()
                                .filename("receipt-" + receipt.number() + ".pdf")
                                .build()))
                        .body(pdf));
    }
}
