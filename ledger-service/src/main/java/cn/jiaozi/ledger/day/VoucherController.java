package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class VoucherController {
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final DayService days;

    VoucherController(DayService days) {
        this.days = days;
    }

    @GetMapping(path = "/v1/gl-vouchers/{date}", produces = "text/csv")
    Mono<ResponseEntity<String>> vouchers(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        var day = Parameters.date("date", date);
        return days.vouchers(day)
                .map(vouchers -> ResponseEntity.ok().contentType(CSV).body(VoucherFile.of(day, vouchers)));
    }
}
