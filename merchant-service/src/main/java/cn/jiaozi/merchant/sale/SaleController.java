package cn.jiaozi.merchant.sale;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.page.Cursor;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class SaleController {
    /// Of this millennium, so that the database knows it too.
    private static final java.util.regex.Pattern DATE = java.util.regex.Pattern.compile("2\\d{3}-\\d{2}-\\d{2}");

    private final SaleService sales;
    private final Clock clock;

    SaleController(SaleService sales, Clock clock) {
        this.sales = sales;
        this.clock = clock;
    }

    @GetMapping("/v1/merchants/{merchantNo}/sales")
    Mono<SalesDay> day(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @RequestParam(required = false) @Nullable String on,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        return sales.day(caller, merchantNo, day(on), Cursor.of(cursor, Cursor.OLDEST), limit);
    }

    private LocalDate day(@Nullable String on) {
        if (on == null) {
            return BusinessTime.dayOf(clock.instant());
        }
        if (DATE.matcher(on).matches()) {
            try {
                return LocalDate.parse(on);
            } catch (DateTimeParseException notInTheCalendar) {
                throw Problem.badRequest("on", "is not in the calendar");
            }
        }
        throw Problem.badRequest("on", "must be a date as yyyy-MM-dd");
    }
}
