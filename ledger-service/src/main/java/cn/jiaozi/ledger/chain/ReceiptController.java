package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Consistency;
import cn.jiaozi.sdk.receipt.Receipt;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ReceiptController {
    private final ReceiptService receipts;
    private final Operator operator;

    ReceiptController(ReceiptService receipts, Operator operator) {
        this.receipts = receipts;
        this.operator = operator;
    }

    /// Keys whose signatures on blocks are ours, the present one first.
    record OperatorKeys(String ledger, List<OperatorKey> keys) {}

    record OperatorKey(String id, String pem) {
        static OperatorKey of(VerifyingKey key) {
            return new OperatorKey(key.id(), key.pem());
        }
    }

    @GetMapping("/v1/receipts/{paymentId}")
    Mono<Receipt> receipt(@PathVariable UUID paymentId, Caller caller) {
        return receipts.receipt("payment:" + paymentId, caller);
    }

    @GetMapping("/v1/consistency")
    Mono<Consistency> consistency(@RequestParam @Min(1) long from, @RequestParam @Min(1) long to) {
        return from > to
                ? Mono.error(Problem.badRequest("to", "must not be before from"))
                : receipts.consistency(from, to);
    }

    @GetMapping("/v1/operator-keys")
    OperatorKeys keys() {
        return new OperatorKeys(
                operator.ledger(), operator.keys().stream().map(OperatorKey::of).toList());
    }
}
