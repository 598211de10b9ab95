package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class DayController {
    private final CutService cuts;

    DayController(CutService cuts) {
        this.cuts = cuts;
    }

    @GetMapping("/v1/accounting-days/{date}")
    Mono<AccountingDay> day(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return cuts.find(Parameters.date("date", date));
    }

    /// Ends the day now, and with it all days before it. A day that has ended is answered as it is.
    @PutMapping("/v1/accounting-days/{date}/cut")
    Mono<AccountingDay> cut(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR);
        return cuts.cut(Parameters.date("date", date), caller.party());
    }
}
